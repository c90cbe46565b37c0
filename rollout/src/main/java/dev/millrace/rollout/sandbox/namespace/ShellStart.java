package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.Command;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Opens shells in a sandbox. A shell has a process of its own beside the sandbox's holder, for a
/// holder runs one request at a time.
///
/// @param first of the sandbox's family, whose namespaces are entered
/// @param holder the sandbox's own
record ShellStart(Workshop workshop, Holder first, Holder holder, Outlet outlet, Place place) {
  OpenShell open(Command.Limits limits, Watch watch, Consumer<OpenShell> whenClosed)
      throws IOException, InterruptedException {
    var bash = List.of("bash", "--noprofile", "--norc");
    var command = new Command(bash, Map.of(), new byte[0], limits, Command.Streams.MERGED);
    var holders = workshop.holders();
    HolderFiles files = holders.files();
    var run = new Launching.ToRun(command, place);
    List<String> argv = new ArrayList<>(outlet.entering());
    argv.addAll(workshop.launching().apart(first, holder, files, run, holders.groupPaths(holder)));
    Process process = holders.processes().start(argv);
    OpenShell.Memory memory =
        bytes -> {
          holders.limitMemory(holder, bytes);
          watch.begin(bytes);
        };
    return new OpenShell(holders, process, files, limits, memory, watch, whenClosed);
  }
}

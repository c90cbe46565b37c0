package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.Attachments;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.launcher.KernelCall;
import dev.millrace.rollout.sandbox.launcher.Program;
import dev.millrace.rollout.sandbox.launcher.Value;
import dev.millrace.rollout.sandbox.seccomp.Architecture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The steps from a process in a holder's namespaces to a command in its own. That process waits;
/// two more take part: process 1 of the command's namespaces, which mounts, waits for the command
/// and ends, whereupon the kernel kills what the command left; and the command.
///
/// @param filter of system calls, as [dev.millrace.rollout.sandbox.seccomp.SeccompFilter] has it
/// @param memory what limits it
record CommandSteps(byte[] filter, CommandScript.Memory memory) {
  private static final long SAFE = Kernel.NO_SUID | Kernel.NO_DEVICES;
  private static final long SHARED_MEMORY_BYTES = 64 << 20;
  private static final int LAST_CAPABILITY = 63;
  private static final Value STANDARD_ERROR = Value.of(2);

  /// Where the holder has what a command is run over.
  ///
  /// @param tree where the command's tree is mounted
  /// @param devices what becomes `/dev`
  record Site(Path tree, Path devices) {
    static Site of(HolderFiles holder) {
      return new Site(holder.merged(), holder.stage());
    }
  }

  /// Runs a command to its end, for which the running process waits.
  ///
  /// @param streams steps that make the command's streams, in process 1
  /// @param failed where failures of this process go
  void addTo(
      Program program,
      Launching.ToRun run,
      Site site,
      Consumer<Program> streams,
      Value.Label failed) {
    var first = new Value.Label();
    var over = new Value.Label();
    var broken = new Value.Label();
    program.failingTo(failed);
    Value.Data id = Kernel.forkInto(program, namespaces(run.place()), first);
    Kernel.await(program, id, Value.of(0));
    program.go(over).at(first).failingTo(broken);
    firstProcess(program, run, site, streams);
    program.at(broken).failingTo(null);
    Kernel.exit(program, Value.of(125));
    program.at(over).failingTo(failed);
  }

  private static long namespaces(Place place) {
    return Kernel.NEW_USER
        | Kernel.NEW_NAMESPACE
        | Kernel.NEW_IPC
        | Kernel.NEW_UTS
        | (place.isConnected() ? 0 : Kernel.NEW_NET)
        | Kernel.NEW_CGROUP
        | Kernel.NEW_PID;
  }

  private void firstProcess(
      Program program, Launching.ToRun run, Site site, Consumer<Program> streams) {
    Kernel.diesWithParent(program);
    streams.accept(program);
    if (memory == CommandScript.Memory.PROCESS) {
      Kernel.limit(program, Kernel.ADDRESS_SPACE, run.command().limits().memoryBytes());
    }
    // Where memory runs out, a command goes first, not the holder.
    Kernel.write(program, "/proc/self/oom_score_adj", "1000");
    program.attempt(KernelCall.SETSID);
    Kernel.mapRoot(program, 0, 0);
    mounts(program, run.place().attachments(), site);
    program.call(KernelCall.SETHOSTNAME, program.text("sandbox"), Value.of(7));
    if (!run.place().isConnected()) {
      Kernel.raiseLoopback(program);
    }
    Kernel.enter(program, site.tree());
    // Nobody reads or writes its memory, which the launcher's shared page is part of.
    program.call(KernelCall.PRCTL, Value.of(4), Value.of(0));
    var inCommand = new Value.Label();
    Value.Data command = Kernel.forkToBecome(program, inCommand);
    Value.Data ended = program.word();
    Value.Data status = program.word();
    var wait = new Value.Label();
    var over = new Value.Label();
    program.at(wait);
    program.callInto(ended, KernelCall.WAIT4, Value.of(-1), status, Value.of(0), Value.of(0));
    program.goIfEqual(new Value.Content(ended), new Value.Content(command), over);
    noteOrphansEnd(program);
    program.go(wait).at(over).set(CallDialogue.STATUS, new Value.Content(status));
    lookForOrphans(program, ended);
    Kernel.exit(program, Value.of(0));
    program.at(inCommand);
    dropPrivileges(program);
    become(program, run);
  }

  private static void noteOrphansEnd(Program program) {
    program.call(KernelCall.CLOCK_GETTIME, Value.of(0), CallDialogue.ORPHANS_END);
  }

  /// Waits for those that have ended, and says whether others have not.
  private static void lookForOrphans(Program program, Value.Data ended) {
    var next = new Value.Label();
    var running = new Value.Label();
    var none = new Value.Label();
    program.at(next);
    program.attemptInto(
        ended,
        KernelCall.WAIT4,
        Value.of(-1),
        Value.of(0),
        Value.of(Kernel.NO_HANG | Kernel.ALL_CHILDREN),
        Value.of(0));
    program.goIfEqual(new Value.Content(ended), Value.of(Kernel.NO_CHILD), none);
    program.goIfEqual(new Value.Content(ended), Value.of(0), running);
    noteOrphansEnd(program);
    program.go(next).at(running).set(CallDialogue.ORPHANS_RUN, Value.of(1)).at(none);
  }

  private static void mounts(Program program, Attachments attachments, Site site) {
    Path tree = site.tree();
    Kernel.bindAll(program, tree.toString(), tree);
    Path proc = tree.resolve("proc");
    Kernel.mount(program, "proc", proc, "proc", SAFE | Kernel.NO_EXECUTION, "");
    for (String knob : ProcFiles.KNOBS) {
      Path path = proc.resolve(knob);
      Kernel.bind(program, path.toString(), path);
      Kernel.restrict(program, path, Kernel.NO_DEVICES | Kernel.NO_EXECUTION);
    }
    String empty = site.devices().resolve("null").toString();
    ProcFiles.HIDDEN.forEach(name -> Kernel.bind(program, empty, proc.resolve(name)));
    for (String name : ProcFiles.HIDDEN_DIRECTORIES) {
      Kernel.mount(program, "hidden", proc.resolve(name), "tmpfs", SAFE | Kernel.READ_ONLY, "");
    }
    Path dev = tree.resolve("dev");
    Kernel.bindAll(program, site.devices().toString(), dev);
    String memory = "size=" + SHARED_MEMORY_BYTES + ",mode=1777";
    Kernel.mount(program, "shm", dev.resolve("shm"), "tmpfs", SAFE, memory);
    long terminals = Kernel.NO_SUID | Kernel.NO_EXECUTION;
    String newTerminals = "newinstance,ptmxmode=0666,mode=620";
    Kernel.mount(program, "devpts", dev.resolve("pts"), "devpts", terminals, newTerminals);
    for (Attachments.Scratch scratch : attachments.scratch()) {
      Path target = tree.resolve(scratch.target().substring(1));
      String options = "size=" + scratch.bytes() + ",mode=700";
      Kernel.mount(program, "scratch", target, "tmpfs", SAFE, options);
    }
  }

  /// The last step alone: what a process becomes the command with that is in the command's
  /// namespaces already, and has its tree mounted.
  ///
  /// @param descriptor that the program is read from
  Program last(Architecture architecture, Launching.ToRun run, String tree, int descriptor) {
    var program = new Program(architecture, Program.FIRST);
    var failed = new Value.Label();
    program.failingTo(failed);
    program.call(KernelCall.CLOSE, Value.of(descriptor));
    program.call(KernelCall.CHROOT, program.text(tree));
    program.call(KernelCall.CHDIR, program.text("/"));
    dropPrivileges(program);
    become(program, run);
    say(program.at(failed).failingTo(null), "the command could not be confined\n", 125);
    return program;
  }

  private void dropPrivileges(Program program) {
    program.call(KernelCall.SETSID);
    Value.Data capability = program.word();
    var next = new Value.Label();
    var dropped = new Value.Label();
    program
        .at(next)
        .goIfEqual(new Value.Content(capability), Value.of(LAST_CAPABILITY + 1), dropped);
    // From the bounding set; a kernel does not know all of the numbers.
    program.attempt(KernelCall.PRCTL, Value.of(24), new Value.Content(capability));
    program.add(capability, new Value.Content(capability), Value.of(1)).go(next);
    program.at(dropped);
    // Ambient ones, where the kernel has them.
    program.attempt(KernelCall.PRCTL, Value.of(47), Value.of(4));
    byte[] header =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(0x2008_0522).array();
    program.call(KernelCall.CAPSET, program.data(header), program.data(new byte[24]));
    // No new privileges.
    program.call(
        KernelCall.PRCTL, Value.of(38), Value.of(1), Value.of(0), Value.of(0), Value.of(0));
    Value instructions = program.data(filter);
    Value description = program.words(List.of(Value.of(filter.length / 8), instructions));
    program.call(KernelCall.SECCOMP, Value.of(1), Value.of(0), description);
  }

  /// Becomes the command, or says why not and ends as a shell does: 127 where there is no such
  /// program, 126 where it cannot be run, 125 without its working directory.
  private static void become(Program program, Launching.ToRun run) {
    Command command = run.command();
    String workdir = run.place().workdir();
    String name = command.argv().getFirst();
    var lost = new Value.Label();
    var there = new Value.Label();
    Value.Data result = program.word();
    program.attemptInto(result, KernelCall.CHDIR, program.text(workdir));
    program.goIfEqual(new Value.Content(result), Value.of(0), there).go(lost);
    program.at(there);
    var variables = run.place().environment(command);
    List<String> pairs = new ArrayList<>();
    variables.forEach((variable, value) -> pairs.add(variable + "=" + value));
    Value environment = program.texts(pairs);
    Value arguments = program.texts(command.argv());
    Value.Data refusal = program.word();
    List<String> words = new ArrayList<>(List.of("sh", ""));
    words.addAll(command.argv().subList(1, command.argv().size()));
    Value.Data script = program.texts(words);
    var asScript = new Value.Label();
    for (String path : candidates(name, variables.getOrDefault("PATH", ""))) {
      var next = new Value.Label();
      program.attemptInto(result, KernelCall.EXECVE, program.text(path), arguments, environment);
      program.goIfEqual(new Value.Content(result), Value.of(-2), next);
      program.goIfEqual(new Value.Content(result), Value.of(-20), next);
      program.set(refusal, new Value.Content(result));
      program.set(script.next(), program.text(path));
      program.goIfEqual(new Value.Content(result), Value.of(-8), asScript);
      program.at(next);
    }
    var refused = new Value.Label();
    var missing = new Value.Label();
    program.goIfEqual(new Value.Content(refusal), Value.of(0), missing).go(refused);
    program.at(asScript);
    program.attempt(KernelCall.EXECVE, program.text("/bin/sh"), script, environment);
    say(program.at(refused), "cannot run " + name + "\n", 126);
    say(program.at(missing), "cannot run " + name + ": no such file or directory\n", 127);
    say(program.at(lost), "cannot start in " + workdir + "\n", 125);
  }

  private static void say(Program program, String message, int status) {
    int length = message.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    program.attempt(KernelCall.WRITE, STANDARD_ERROR, program.text(message), Value.of(length));
    Kernel.exit(program, Value.of(status));
  }

  private static List<String> candidates(String name, String path) {
    if (name.contains("/")) {
      return List.of(name);
    }
    return Stream.of(path.split(":", -1))
        .map(directory -> (directory.isEmpty() ? "." : directory) + "/" + name)
        .toList();
  }
}

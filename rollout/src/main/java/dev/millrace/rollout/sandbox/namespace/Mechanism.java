package dev.millrace.rollout.sandbox.namespace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Which program puts the command into its namespaces once the overlays are mounted.
public enum Mechanism {
  BUBBLEWRAP("bubblewrap.sh", "bubblewrap (user, mount, pid, ipc, uts, net namespaces; rlimits)"),
  UNSHARE("unshare.sh", "unshare (user, mount, pid, ipc, uts, net namespaces; rlimits)");

  // What the tools on the way say is kept apart from what the command says.
  private static final String APART = "exec 8>&2 2>\"$1\"; shift; exec \"$@\"";

  private final String script;
  private final String description;

  Mechanism(String script, String description) {
    this.script = script;
    this.description = description;
  }

  String script() {
    return script;
  }

  String description() {
    return description;
  }

  /// The host's command line up to the script. All of it dies with the thread that started it; a
  /// session of its own keeps the terminal's Ctrl-C away from it.
  List<String> argv(Path script, Overlay overlay, boolean loopback) {
    List<String> argv = new ArrayList<>();
    argv.addAll(List.of("sh", "-c", APART, "sh", overlay.diagnostics().toString()));
    argv.addAll(List.of("setpriv", "--pdeathsig", "KILL", "setsid"));
    argv.addAll(List.of("unshare", "--user", "--map-root-user", "--mount"));
    argv.addAll(List.of("--pid", "--fork", "--kill-child"));
    if (this == UNSHARE) {
      argv.addAll(List.of("--ipc", "--uts", "--net"));
    }
    argv.addAll(List.of("sh", script.toString(), overlay.merged().toString()));
    argv.addAll(
        List.of(
            overlay.fstab().toString(), overlay.status().toString(), overlay.command().toString()));
    argv.add(loopback ? "loopback" : "");
    return argv;
  }
}

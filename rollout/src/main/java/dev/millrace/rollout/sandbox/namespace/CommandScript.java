package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.Attachments;
import dev.millrace.rollout.sandbox.Bounds;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.launcher.Program;
import dev.millrace.rollout.sandbox.seccomp.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Writes the script that a holder becomes a command with: the limits, then the launcher and the
/// command as words. It goes through a file in UTF-8, for the JVM encodes arguments in the locale's
/// charset, and an argument may not exceed 128 KiB.
///
/// @param scripts where this package's own scripts are
/// @param confinement that the launcher ends with
/// @param memory how the limit on memory is held
record CommandScript(
    Mechanism mechanism, Path scripts, Confinement confinement, Memory memory, Bounds bounds) {
  private static final String SHARED_MEMORY_BYTES = Integer.toString(64 << 20);
  // In units of 512 bytes: 4 GiB.
  private static final int MAX_FILE_BLOCKS = 8 << 20;
  // In the stage.
  private static final String TREE = "/new";
  // The descriptor that a launcher's program is read from.
  private static final int PROGRAM = 6;

  /// What takes the last rights from a command and filters its calls.
  sealed interface Confinement {
    /// Bubblewrap, with the filter in a file.
    record Filter(Path file) implements Confinement {}

    /// The launcher of this program's own, in the stage.
    record LastStep(Architecture architecture, CommandSteps steps) implements Confinement {}

    /// Programs of the machine's, without a filter: there is none for its processor.
    record Unfiltered() implements Confinement {}
  }

  /// How a command's memory is limited.
  enum Memory {
    /// That of all its processes together, by a control group.
    GROUP,
    /// The address space of each process.
    PROCESS
  }

  /// @param merged where the tree is mounted
  String of(Launching.ToRun run, HolderFiles files, Path merged) throws IOException {
    Command command = run.command();
    Place place = run.place();
    List<String> words =
        switch (mechanism) {
          case BUBBLEWRAP -> bubblewrap(place, merged);
          case UNSHARE -> unshare(place, files);
          case DIRECT -> throw new IllegalStateException("no script is needed");
        };
    if (confinement instanceof Confinement.LastStep) {
      words.addAll(List.of("/launcher", "/proc/self/fd/" + PROGRAM));
    } else {
      words.addAll(List.of("/usr/bin/env", "-i", "-C", place.workdir()));
      place.environment(command).forEach((name, value) -> words.add(name + "=" + value));
      words.addAll(command.argv());
    }

    var script = new StringBuilder("ulimit -c 0\nulimit -f " + MAX_FILE_BLOCKS + "\n");
    // dash and bash name the limit on processes differently; neither bounds the real root.
    String processes = Integer.toString(bounds.processes());
    script.append("ulimit -u ").append(processes).append(" 2>/dev/null || ");
    script.append("ulimit -p ").append(processes).append(" 2>/dev/null || :\n");
    // A limit that is lower already may stay.
    script.append("ulimit -n " + HolderProgram.MAX_OPEN_FILES + " 2>/dev/null || :\n");
    if (memory == Memory.PROCESS) {
      script.append("ulimit -v ").append(command.limits().memoryBytes() / 1024).append('\n');
    }
    // Where memory runs out, a command goes first, not the holder.
    script.append("echo 1000 >/proc/self/oom_score_adj\n");
    script.append("exec 8>&- 9>").append(quoted(files.status().toString()));
    switch (confinement) {
      case Confinement.Filter(Path file) -> script.append(" 7<").append(quoted(file.toString()));
      case Confinement.LastStep(Architecture architecture, CommandSteps steps) -> {
        byte[] program = steps.last(architecture, run, TREE, PROGRAM).encode();
        if (program.length > Program.FIRST_BYTES) {
          throw new IOException("a command of " + program.length + " bytes is too long");
        }
        Path file = Files.write(files.program(), program);
        script.append(' ').append(PROGRAM).append('<').append(quoted(file.toString()));
      }
      case Confinement.Unfiltered _ -> {}
    }
    if (mechanism == Mechanism.UNSHARE) {
      // What the launcher says is kept apart from what the command says.
      script.append("\nexec 8>&2 2>&9");
    }
    script.append("\nexec");
    words.forEach(word -> script.append(' ').append(quoted(word)));
    return script.append('\n').toString();
  }

  private List<String> bubblewrap(Place place, Path merged) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("bwrap", "--unshare-all", "--die-with-parent", "--new-session"));
    if (place.isConnected()) {
      // The holder's, out of which nothing leads but the proxy.
      words.add("--share-net");
    }
    words.addAll(List.of("--cap-drop", "ALL", "--hostname", "sandbox"));
    words.addAll(List.of("--bind", merged.toString(), "/", "--proc", "/proc"));
    for (String knob : ProcFiles.KNOBS) {
      words.addAll(List.of("--ro-bind", "/proc/" + knob, "/proc/" + knob));
    }
    for (String name : ProcFiles.HIDDEN) {
      words.addAll(List.of("--ro-bind", "/dev/null", "/proc/" + name));
    }
    for (String name : ProcFiles.HIDDEN_DIRECTORIES) {
      words.addAll(List.of("--tmpfs", "/proc/" + name));
    }
    words.addAll(List.of("--dev", "/dev", "--perms", "1777", "--size", SHARED_MEMORY_BYTES));
    words.addAll(List.of("--tmpfs", "/dev/shm"));
    for (Attachments.Scratch scratch : place.attachments().scratch()) {
      String bytes = Long.toString(scratch.bytes());
      words.addAll(List.of("--perms", "0700", "--size", bytes, "--tmpfs", scratch.target()));
    }
    if (confinement instanceof Confinement.Filter) {
      words.addAll(List.of("--seccomp", "7"));
    }
    words.addAll(List.of("--json-status-fd", "9", "--"));
    return words;
  }

  private List<String> unshare(Place place, HolderFiles files) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("unshare", "--mount", "--pid", "--ipc", "--uts", "--cgroup"));
    if (!place.isConnected()) {
      words.add("--net");
    }
    words.addAll(List.of("--fork", "--kill-child", "sh", scripts.resolve("unshare.sh").toString()));
    words.addAll(List.of(files.stage().toString(), files.stageFstab().toString()));
    words.add(place.attachments().loopback() && !place.isConnected() ? "loopback" : "none");
    if (!(confinement instanceof Confinement.LastStep)) {
      words.addAll(List.of("setsid", "setpriv", "--no-new-privs"));
      words.addAll(List.of("--bounding-set=-all,+sys_chroot", "--inh-caps=-all"));
      words.addAll(List.of("--ambient-caps=-all", "chroot", TREE));
    }
    return words;
  }

  static String quoted(String word) {
    if (word.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a command's words and variables hold no NUL");
    }
    return "'" + word.replace("'", "'\\''") + "'";
  }
}

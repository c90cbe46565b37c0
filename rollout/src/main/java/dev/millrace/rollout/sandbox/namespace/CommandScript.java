package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.Attachments;
import dev.millrace.rollout.sandbox.Bounds;
import dev.millrace.rollout.sandbox.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Writes the script that a holder becomes a command with: the limits, then the launcher and the
/// command as words. It goes through a file in UTF-8, for the JVM encodes arguments in the locale's
/// charset, and an argument may not exceed 128 KiB.
///
/// @param scripts where this package's own scripts are
/// @param seccomp the filter of system calls, for a launcher that can set one
/// @param memory how the limit on memory is held
record CommandScript(
    Mechanism mechanism, Path scripts, Optional<Path> seccomp, Memory memory, Bounds bounds) {
  private static final String SHARED_MEMORY_BYTES = Integer.toString(64 << 20);
  // In units of 512 bytes: 4 GiB.
  private static final int MAX_FILE_BLOCKS = 8 << 20;
  // Files there belong to the real root, who needs no capability to write to them.
  private static final List<String> KNOBS =
      Stream.of("/proc/sys", "/proc/irq", "/proc/bus", "/proc/fs")
          .filter(path -> Files.exists(Path.of(path)))
          .toList();

  /// How a command's memory is limited.
  enum Memory {
    /// That of all its processes together, by a control group.
    GROUP,
    /// The address space of each process.
    PROCESS
  }

  /// @param merged where the tree is mounted
  String of(Command command, Place place, HolderFiles files, Path merged) {
    List<String> words =
        switch (mechanism) {
          case BUBBLEWRAP -> bubblewrap(place, merged);
          case UNSHARE -> unshare(place, files);
          case DIRECT -> throw new IllegalStateException("no script is needed");
        };
    words.addAll(List.of("/usr/bin/env", "-i", "-C", place.workdir()));
    place.environment(command).forEach((name, value) -> words.add(name + "=" + value));
    words.addAll(command.argv());

    var script = new StringBuilder("ulimit -c 0\nulimit -f " + MAX_FILE_BLOCKS + "\n");
    // dash and bash name the limit on processes differently; neither bounds the real root.
    String processes = Integer.toString(bounds.processes());
    script.append("ulimit -u ").append(processes).append(" 2>/dev/null || ");
    script.append("ulimit -p ").append(processes).append(" 2>/dev/null || :\n");
    if (memory == Memory.PROCESS) {
      script.append("ulimit -v ").append(command.limits().memoryBytes() / 1024).append('\n');
    }
    // Where memory runs out, a command goes first, not the holder.
    script.append("echo 1000 >/proc/self/oom_score_adj\n");
    script.append("exec 8>&- 9>").append(quoted(files.status().toString()));
    seccomp.ifPresent(filter -> script.append(" 7<").append(quoted(filter.toString())));
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
    KNOBS.forEach(knob -> words.addAll(List.of("--ro-bind", knob, knob)));
    words.addAll(List.of("--dev", "/dev", "--perms", "1777", "--size", SHARED_MEMORY_BYTES));
    words.addAll(List.of("--tmpfs", "/dev/shm"));
    for (Attachments.Scratch scratch : place.attachments().scratch()) {
      String bytes = Long.toString(scratch.bytes());
      words.addAll(List.of("--perms", "0700", "--size", bytes, "--tmpfs", scratch.target()));
    }
    if (seccomp.isPresent()) {
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
    return words;
  }

  static String quoted(String word) {
    if (word.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a command's words and variables hold no NUL");
    }
    return "'" + word.replace("'", "'\\''") + "'";
  }
}

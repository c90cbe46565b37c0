package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the launcher reads: the limits, and the command as the shell's positional parameters. It
/// goes
/// through a file in UTF-8, for the JVM encodes arguments in the locale's charset, and an argument
/// may not exceed 128 KiB.
final class CommandScript {
  private static final int MAX_PROCESSES = 512;
  // In units of 512 bytes: 4 GiB.
  private static final int MAX_FILE_BLOCKS = 8 << 20;

  private CommandScript() {}

  static String of(Command command, String workdir, Map<String, String> variables) {
    List<String> words = new ArrayList<>(List.of("/usr/bin/env", "-i", "-C", workdir));
    new TreeMap<>(variables).forEach((name, value) -> words.add(name + "=" + value));
    words.addAll(command.argv());
    var script = new StringBuilder();
    script.append("ulimit -c 0\nulimit -f ").append(MAX_FILE_BLOCKS).append('\n');
    // dash and bash name the limit on processes differently; neither bounds the real root.
    script.append("ulimit -u ").append(MAX_PROCESSES).append(" 2>/dev/null || ");
    script.append("ulimit -p ").append(MAX_PROCESSES).append(" 2>/dev/null || :\n");
    script.append("ulimit -v ").append(command.limits().memoryBytes() / 1024).append('\n');
    script.append("set --");
    words.forEach(word -> script.append(' ').append(quoted(word)));
    return script.append('\n').toString();
  }

  private static String quoted(String word) {
    if (word.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a command's words and variables hold no NUL");
    }
    return "'" + word.replace("'", "'\\''") + "'";
  }
}

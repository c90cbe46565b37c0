package dev.millrace.rewards.integrity.trace;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Takes off what may stand before the program that a command runs.
final class Wrappers {
  private static final Set<String> PLAIN =
      Set.of(
          "sudo",
          "nohup",
          "nice",
          "time",
          "exec",
          "command",
          "builtin",
          "setsid",
          "env",
          "stdbuf",
          "ionice",
          "doas",
          "unbuffer",
          "chronic");
  private static final Set<String> WITH_ONE_OPERAND = Set.of("timeout", "gtimeout");
  private static final Set<String> OPTIONS_WITH_VALUE =
      Set.of("-u", "-n", "-k", "-s", "-C", "-g", "--signal", "--kill-after", "-o", "-e", "-i");
  private static final Pattern ASSIGNMENT = Pattern.compile("(?s)[A-Za-z_][A-Za-z0-9_]*\\+?=.*");

  private Wrappers() {}

  /// Leaves the program and its arguments, and moves assignments where they belong.
  static void takeOff(List<String> words, Set<String> keywords, Map<String, String> assignments) {
    boolean isWrapped = false;
    while (!words.isEmpty()) {
      String first = words.getFirst();
      if (ASSIGNMENT.matches(first)) {
        int equals = first.indexOf('=');
        assignments.put(first.substring(0, equals).replace("+", ""), first.substring(equals + 1));
        words.removeFirst();
      } else if (keywords.contains(first)) {
        words.removeFirst();
      } else if (isWrapped && first.startsWith("-")) {
        words.removeFirst();
        if (OPTIONS_WITH_VALUE.contains(first) && words.size() > 1) {
          words.removeFirst();
        }
      } else if (PLAIN.contains(Paths.name(first)) && words.size() > 1) {
        words.removeFirst();
        isWrapped = true;
      } else if (WITH_ONE_OPERAND.contains(Paths.name(first)) && words.size() > 2) {
        words.removeFirst();
        while (words.size() > 2 && words.getFirst().startsWith("-")) {
          String option = words.removeFirst();
          if (OPTIONS_WITH_VALUE.contains(option)) {
            words.removeFirst();
          }
        }
        words.removeFirst();
      } else {
        return;
      }
    }
  }
}

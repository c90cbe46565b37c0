package dev.millrace.rewards.patch;

import dev.millrace.rewards.ClosedShell;
import dev.millrace.rewards.grading.Markers;
import java.util.ArrayList;
import java.util.List;

/// A row's script with the markers of one run in place of those that everybody knows, and with the
/// test command's own status after the end marker. The first thing that it does is to remove its
/// file, which its shell alone has open then: no test can read how it will end.
final class EvalScript {
  static final String FILE = "/tests/eval.sh";
  private static final String VARIABLE = "MILLRACE_TEST_STATUS";

  private EvalScript() {}

  /// Whether a script says where its tests begin and end.
  static boolean hasMarkers(String script) {
    int start = script.indexOf(Markers.START);
    return start >= 0 && script.indexOf(Markers.END, start) >= 0;
  }

  static String marked(String script, Markers markers) {
    List<String> lines = new ArrayList<>();
    lines.add("command -p rm -f " + FILE + " || exit " + ClosedShell.GIVEN_UP);
    boolean ended = false;
    for (String line : script.split("\n", -1)) {
      boolean isEnd = !ended && line.contains(Markers.END);
      if (isEnd) {
        lines.add(VARIABLE + "=$?");
      }
      lines.add(line.replace(Markers.START, markers.start()).replace(Markers.END, markers.end()));
      if (isEnd) {
        lines.add("echo \"" + markers.exitStatus() + ": $" + VARIABLE + "\"");
        ended = true;
      }
    }
    return String.join("\n", lines);
  }
}

package dev.millrace.rewards.patch;

import dev.millrace.rewards.ClosedShell;
import dev.millrace.rewards.grading.Markers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A row's script with the markers of one run in place of those that everybody knows, and with the
/// test command's own status after the end marker. The first thing that it does is to remove its
/// file, which its shell alone has open then, and before it marks the end it ends what tests have
/// left behind: none of them can read how the end is marked.
final class EvalScript {
  static final String FILE = "/tests/eval.sh";

  /// The status of a run whose processes could not be ended.
  static final int NOT_ALONE = 114;

  private static final String VARIABLE = "MILLRACE_TEST_STATUS";
  private static final String GIVE_UP = " || exit " + ClosedShell.GIVEN_UP;
  private static final String ALONE = alone();

  private EvalScript() {}

  /// Whether a script says where its tests begin and end.
  static boolean hasMarkers(String script) {
    int start = script.indexOf(Markers.START);
    return start >= 0 && script.indexOf(Markers.END, start) >= 0;
  }

  static String marked(String script, Markers markers) {
    List<String> lines = new ArrayList<>();
    lines.add("command -p rm -f " + FILE + GIVE_UP);
    lines.add(ALONE);
    boolean ended = false;
    for (String line : script.split("\n", -1)) {
      boolean isEnd = !ended && line.contains(Markers.END);
      if (isEnd) {
        lines.add(VARIABLE + "=$?");
        // What bash says of jobs that were killed is no result of a test.
        lines.add("{ disown -a || :; __millrace_alone || exit " + NOT_ALONE + "; } 2>/dev/null");
      }
      lines.add(line.replace(Markers.START, markers.start()).replace(Markers.END, markers.end()));
      if (isEnd) {
        lines.add("echo \"" + markers.exitStatus() + ": $" + VARIABLE + "\"");
        ended = true;
      }
    }
    return String.join("\n", lines);
  }

  private static String alone() {
    try (InputStream in = EvalScript.class.getResourceAsStream("alone.sh")) {
      return new String(
              Objects.requireNonNull(in, "alone.sh").readAllBytes(), StandardCharsets.UTF_8)
          .strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.millrace.rewards.tests;

import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the short summary that `pytest -rA` ends with.
final class PytestReport {
  private static final Pattern HEADER = Pattern.compile("=+ short test summary info =+");
  private static final Pattern LINE =
      Pattern.compile("(PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS) (\\S.*)");

  private PytestReport() {}

  /// The tests named after the last summary header; none where there is no such header.
  static List<TestResult> read(String output) {
    List<TestResult> results = new ArrayList<>();
    boolean inSummary = false;
    for (String line : output.lines().toList()) {
      if (HEADER.matcher(line.strip()).matches()) {
        results.clear();
        inSummary = true;
      } else if (inSummary) {
        Matcher matcher = LINE.matcher(line.strip());
        if (matcher.matches()) {
          results.add(result(matcher.group(1), matcher.group(2)));
        }
      }
    }
    return results;
  }

  private static TestResult result(String word, String rest) {
    int dash = rest.indexOf(" - ");
    String name = dash < 0 ? rest : rest.substring(0, dash);
    @Nullable String message = dash < 0 ? null : JUnitReport.firstLine(rest.substring(dash + 3));
    return new TestResult(name, status(word), message);
  }

  private static Status status(String word) {
    return switch (word) {
      case "PASSED", "XFAIL" -> Status.PASSED;
      case "ERROR" -> Status.ERROR;
      case "SKIPPED" -> Status.SKIPPED;
      default -> Status.FAILED;
    };
  }
}

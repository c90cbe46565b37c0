package dev.millrace.rewards.logs.upstream;

import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.Lines;
import dev.millrace.rewards.logs.text.LogParser;
import dev.millrace.rewards.logs.text.Tally;
import dev.millrace.rewards.logs.text.TestLog;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.List;
import java.util.Map;

/// R2E-Gym's reader of pytest: lines after the first `short test summary info`, up to a second,
/// that hold a status anywhere; a name is what follows the file, its parts joined with dots.
final class R2eDialect {
  static final Map<String, LogParser> ALL = Map.of("parse_log_r2e", R2eDialect::read);

  private static final String SUMMARY = "short test summary info";
  private static final List<Status> STATUSES = List.of(Status.PASSED, Status.FAILED, Status.ERROR);

  private R2eDialect() {}

  private static TestLog read(String log) throws BrokenLogException {
    Lines.checkLength(log);
    Tally tally = Tally.lastWins();
    for (String line : PythonText.strip(summary(log)).split("\n", -1)) {
      for (Status status : STATUSES) {
        if (line.contains(status.name())) {
          tally.add(name(line, status), status);
          break;
        }
      }
    }
    return new TestLog(tally.tests(), false);
  }

  private static String summary(String log) {
    int start = log.indexOf(SUMMARY);
    if (start < 0) {
      return "";
    }
    int from = start + SUMMARY.length();
    int again = log.indexOf(SUMMARY, from);
    return log.substring(from, again < 0 ? log.length() : again);
  }

  private static String name(String line, Status status) {
    List<String> parts = List.of(line.split("::", -1));
    String name = String.join(".", parts.subList(1, parts.size()));
    int dash = status == Status.PASSED ? -1 : name.indexOf(" - ");
    return dash < 0 ? name : name.substring(0, dash);
  }
}

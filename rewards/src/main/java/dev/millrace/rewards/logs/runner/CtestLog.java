package dev.millrace.rewards.logs.runner;

import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.Lines;
import dev.millrace.rewards.logs.text.Tally;
import dev.millrace.rewards.logs.text.TestLog;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what CTest prints. A test that could not be started is an error; a disabled one, and one
/// that says so itself, is skipped.
final class CtestLog {
  private static final Pattern RESULT =
      Pattern.compile(
          " *\\d+/\\d+ +Test +#\\d+: (\\S.*?) \\.{3,} *(Passed|\\*\\*\\*.{1,60}?) +[0-9.]+ sec");
  private static final Pattern COUNTS =
      Pattern.compile("\\d+% tests passed, (\\d{1,9}) tests? failed out of (\\d{1,9})");
  private static final Pattern END = Pattern.compile("Total Test time \\(real\\) = .*");

  private CtestLog() {}

  /// @throws BrokenLogException when more tests are said to pass than CTest counted
  static TestLog read(String log) throws BrokenLogException {
    Tally tally = Tally.worstWins();
    boolean closed = false;
    long passed = 0;
    for (String line : Lines.of(log)) {
      Matcher result = RESULT.matcher(line.stripTrailing());
      Matcher counts = COUNTS.matcher(line);
      if (result.matches()) {
        closed = false;
        add(tally, result.group(1), result.group(2));
      } else if (counts.matches()) {
        passed += Long.parseLong(counts.group(2)) - Long.parseLong(counts.group(1));
      } else if (END.matcher(line).matches()) {
        closed = true;
      }
    }
    if (closed) {
      tally.refuseMorePassedThan(passed);
    }
    return new TestLog(tally.tests(), closed);
  }

  private static void add(Tally tally, String name, String said) throws BrokenLogException {
    String word = said.replace("*", "").strip();
    Status status =
        switch (word) {
          case "Passed" -> Status.PASSED;
          case "Skipped", "Not Run (Disabled)", "Disabled" -> Status.SKIPPED;
          case "Not Run" -> Status.ERROR;
          default -> Status.FAILED;
        };
    @Nullable String message = status == Status.PASSED ? null : word;
    tally.add(name, status, message);
  }
}

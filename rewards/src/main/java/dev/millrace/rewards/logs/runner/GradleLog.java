package dev.millrace.rewards.logs.runner;

import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.Lines;
import dev.millrace.rewards.logs.text.Tally;
import dev.millrace.rewards.logs.text.TestLog;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what Gradle's test task prints: by default the tests that failed, all of them where the
/// build asks for it. A test is named as printed, `example.ShelfTest > holds`. What a test printed
/// is indented by Gradle and no result.
final class GradleLog {
  private static final Pattern RESULT =
      Pattern.compile("([^>\\s].*) (PASSED|FAILED|SKIPPED)(?: \\([0-9.]+ ?m?s\\))?");
  private static final Pattern NAME = Pattern.compile("[^>\\s]\\S* > \\S.*");
  private static final Pattern END = Pattern.compile("BUILD (?:SUCCESSFUL|FAILED)(?: in .*)?");

  private GradleLog() {}

  static TestLog read(String log) throws BrokenLogException {
    Tally tally = Tally.worstWins();
    boolean closed = false;
    @Nullable String started = null;
    for (String raw : Lines.of(log)) {
      String line = raw.stripTrailing();
      Matcher result = RESULT.matcher(line);
      if (result.matches() && result.group(1).contains(" > ")) {
        tally.add(result.group(1), Status.valueOf(result.group(2)));
        started = null;
        closed = false;
      } else if (started != null && (line.equals("PASSED") || line.equals("FAILED"))) {
        // Other processes write between a test's name and its status.
        tally.add(started, Status.valueOf(line));
        started = null;
      } else if (END.matcher(line).matches()) {
        closed = true;
      } else if (NAME.matcher(line).matches()) {
        started = line;
      }
    }
    return new TestLog(tally.tests(), closed);
  }
}

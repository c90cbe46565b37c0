package dev.millrace.rewards.logs.runner;

import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.Tally;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The lines that `pytest -v` prints while tests run.
final class PytestProgress {
  private static final Pattern SHARE = Pattern.compile("\\[ *\\d{1,9}(?:%|/\\d{1,9})\\]");
  private static final Pattern DISTRIBUTED = Pattern.compile("\\[gw\\d{1,9}\\] (.*)");

  /// A part of a test that failed, which pytest may call passed as a whole.
  private static final Pattern SUBTEST =
      Pattern.compile("(\\S+::\\S+) (?:.* )?SUBFAIL(?:ED)?\\b.*");

  /// Parameters hold spaces; nobody writes more of them.
  private static final int MOST_SPACES = 200;

  private final Tally tally = Tally.worstWins();
  private @Nullable String started;

  void accept(String line) throws BrokenLogException {
    Matcher distributed = DISTRIBUTED.matcher(line);
    if (distributed.matches()) {
      acceptDistributed(distributed.group(1));
    } else if (SUBTEST.matcher(line).matches()) {
      tally.add(line.substring(0, line.indexOf(' ')), Status.FAILED);
    } else {
      acceptTest(withoutShare(line));
    }
  }

  /// `[ 50%] PASSED test_a.py::test_b`
  private void acceptDistributed(String line) throws BrokenLogException {
    int closing = line.startsWith("[") ? line.indexOf("] ") : -2;
    String text = line.substring(closing + 2);
    int space = text.indexOf(' ');
    @Nullable Status status = space < 0 ? null : PytestSummary.status(text.substring(0, space));
    if (status != null && text.contains("::")) {
      tally.add(text.substring(space + 1).strip(), status);
    }
  }

  /// Live logs may stand between a test's name and its status, which is alone then.
  private void acceptTest(String line) throws BrokenLogException {
    @Nullable Status alone = ended(line, 0);
    if (alone != null) {
      if (started != null) {
        tally.add(started, alone);
        started = null;
      }
      return;
    }
    int colons = line.indexOf("::");
    if (colons <= 0 || line.lastIndexOf(' ', colons) >= 0) {
      return;
    }
    int at = line.indexOf(' ', colons);
    for (int spaces = 0; at >= 0 && spaces < MOST_SPACES; spaces++) {
      @Nullable Status status = isWhole(line, at) ? ended(line, at + 1) : null;
      if (status != null) {
        tally.add(line.substring(0, at), status);
        started = null;
        return;
      }
      at = line.indexOf(' ', at + 1);
    }
    started = isWhole(line, line.length()) ? line : null;
  }

  /// Whether a name may end there: inside the bracket of its parameters it may not.
  private static boolean isWhole(String line, int end) {
    int bracket = line.indexOf('[');
    if (bracket >= 0 && bracket <= end) {
      return line.charAt(end - 1) == ']';
    }
    int space = line.indexOf(' ');
    return space < 0 || space >= end;
  }

  /// The status from an index to the end, with its reason or not.
  private static @Nullable Status ended(String line, int from) {
    int space = line.indexOf(' ', from);
    boolean reasoned = space >= 0 && line.startsWith(" (", space);
    return space >= 0 && !reasoned
        ? null
        : PytestSummary.status(line.substring(from, space < 0 ? line.length() : space));
  }

  /// Without `[ 50%]` or `[3/6]` at the end.
  private static String withoutShare(String line) {
    int bracket = line.lastIndexOf('[');
    return bracket > 0
            && line.charAt(bracket - 1) == ' '
            && SHARE.matcher(line.substring(bracket)).matches()
        ? line.substring(0, bracket).stripTrailing()
        : line;
  }

  List<TestResult> tests() {
    return tally.tests();
  }
}

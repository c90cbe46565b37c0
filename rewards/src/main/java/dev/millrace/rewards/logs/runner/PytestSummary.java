package dev.millrace.rewards.logs.runner;

import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.Tally;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The lines of pytest's short summary, and the line that closes a session.
final class PytestSummary {
  private static final Pattern CLOSES =
      Pattern.compile(
          "(?:\\d+ [a-z ]+(?:, \\d+ [a-z ]+)*|no tests ran|no tests collected.*)"
              + " in [0-9.]+ ?s(?:econds)?(?: \\([0-9:]+\\))?");
  private static final Pattern PASSED = Pattern.compile("(\\d{1,9}) passed");
  private static final Pattern FOLDED = Pattern.compile("\\[\\d+\\] (.+?:\\d+): (.*)");
  private static final Pattern SUBTEST = Pattern.compile("(?:.* )?SUBFAIL(?:ED)?\\b.*");

  private final Tally tests = Tally.worstWins();
  private final Tally places = Tally.worstWins();

  /// Whether this is `1 failed, 2 passed in 0.05s`, which stands alone under `-q`.
  static boolean closes(String text) {
    return CLOSES.matcher(text).matches();
  }

  /// How many tests passed, as the closing line says.
  static long passed(String closing) {
    Matcher matcher = PASSED.matcher(closing);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  void accept(String line) throws BrokenLogException {
    int space = line.indexOf(' ');
    @Nullable Status status = space < 0 ? null : status(line.substring(0, space));
    if (status != null) {
      add(status, line.substring(space + 1));
    } else if (SUBTEST.matcher(line).matches()) {
      int colons = line.indexOf("::", line.indexOf("SUBFAIL"));
      if (colons >= 0) {
        add(Status.FAILED, line.substring(line.lastIndexOf(' ', colons) + 1));
      }
    }
  }

  private void add(Status status, String rest) throws BrokenLogException {
    Matcher folded = FOLDED.matcher(rest);
    if (status == Status.SKIPPED && folded.matches()) {
      places.add(folded.group(1), status, folded.group(2));
      return;
    }
    int end = endOfName(rest, status);
    String message = rest.substring(end).strip();
    tests.add(
        rest.substring(0, end).strip(),
        status,
        message.startsWith("- ") ? message.substring(2) : message);
  }

  Tally tests() {
    return tests;
  }

  /// Where tests were skipped, which the summary says instead of their names.
  Tally places() {
    return places;
  }

  static @Nullable Status status(String word) {
    return switch (word) {
      case "PASSED" -> Status.PASSED;
      case "FAILED" -> Status.FAILED;
      case "ERROR" -> Status.ERROR;
      case "SKIPPED" -> Status.SKIPPED;
      case "XFAIL" -> Status.XFAIL;
      case "XPASS" -> Status.XPASS;
      default -> null;
    };
  }

  /// A message stands behind ` - `, which parameters may hold too: their bracket is closed first.
  /// Before pytest 8 nothing but a space parted the reason of an XPASS.
  private static int endOfName(String rest, Status status) {
    String mark = status == Status.XPASS && !rest.contains(" - ") ? " " : " - ";
    int first = rest.indexOf(mark);
    int bracket = rest.indexOf('[');
    if (first < 0 || bracket < 0 || bracket > first) {
      return first < 0 ? rest.length() : first;
    }
    int closing = rest.indexOf("]" + mark, bracket);
    if (closing >= 0) {
      return closing + 1;
    }
    return rest.endsWith("]") ? rest.length() : first;
  }
}

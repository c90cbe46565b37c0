package dev.millrace.rewards.logs.runner;

import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.Lines;
import dev.millrace.rewards.logs.text.Tally;
import dev.millrace.rewards.logs.text.TestLog;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what Python's unittest prints: the lines of `-v`, and the headings of what failed. A test
/// is named `module.Class.method`, whatever the Python; a part of it (`subTest`) is a line of its
/// own and counts for the whole. What was written to stdout often stands behind the end, so lines
/// there do not make the log an open one.
final class UnittestLog {
  private static final String DOTS = " ... ";
  private static final int LONGEST_WORDS = 20;
  private static final String RULE = "=".repeat(70);
  private static final Pattern TEST = Pattern.compile(" *(\\w+) \\(([\\w.<>]+)\\)(.*)");
  private static final Pattern HEADING =
      Pattern.compile("(FAIL|ERROR|UNEXPECTED SUCCESS): (\\w+) \\(([\\w.<>]+)\\).*");
  private static final Pattern RAN = Pattern.compile("Ran (\\d{1,9}) tests? in .*s");
  private static final Pattern END = Pattern.compile("(?:OK|FAILED|NO TESTS RAN)(?: \\(.*\\))?");

  private final Tally tally = Tally.worstWins();
  private @Nullable String running;
  private String before = "";
  private boolean ran;
  private boolean closed;
  private long counted;

  private UnittestLog() {}

  /// @throws BrokenLogException when more tests are said to pass than were run
  static TestLog read(String log) throws BrokenLogException {
    UnittestLog reader = new UnittestLog();
    for (String line : Lines.of(log)) {
      reader.accept(line);
      reader.before = line;
    }
    if (reader.closed) {
      reader.tally.refuseMorePassedThan(reader.counted);
    }
    return new TestLog(reader.tally.tests(), reader.closed);
  }

  private void accept(String line) throws BrokenLogException {
    Matcher end = RAN.matcher(line);
    if (end.matches()) {
      counted += Long.parseLong(end.group(1));
      ran = true;
      running = null;
    } else if (ran && END.matcher(line).matches()) {
      ran = false;
      closed = true;
    } else if (before.equals(RULE)) {
      acceptHeading(line);
    } else {
      acceptTest(line);
    }
  }

  private void acceptHeading(String line) throws BrokenLogException {
    Matcher heading = HEADING.matcher(line);
    if (heading.matches()) {
      Status status =
          switch (heading.group(1)) {
            case "FAIL" -> Status.FAILED;
            case "ERROR" -> Status.ERROR;
            default -> Status.XPASS;
          };
      running = null;
      tally.add(name(heading.group(2), heading.group(3)), status);
    }
  }

  /// A test's line, or its description's, or what came of it behind what it printed.
  private void acceptTest(String line) throws BrokenLogException {
    Matcher test = TEST.matcher(line);
    String rest = line;
    if (test.matches() && (test.group(3).isEmpty() || test.group(3).contains(DOTS))) {
      running = name(test.group(1), test.group(2));
      rest = test.group(3);
    }
    @Nullable Status status = running == null ? null : ending(rest);
    if (running != null && status != null) {
      tally.add(running, status, reason(rest, status));
    }
  }

  private static String name(String method, String owner) {
    return owner.endsWith("." + method) ? owner : owner + "." + method;
  }

  private static @Nullable Status ending(String text) {
    for (int at = text.indexOf(DOTS); at >= 0; at = text.indexOf(DOTS, at + 1)) {
      Status status = outcome(text, at + DOTS.length());
      if (status != null) {
        return status;
      }
    }
    Status alone = outcome(text, 0);
    boolean glued = text.contains(DOTS) && alone == null;
    return glued ? gluedOutcome(text) : alone;
  }

  private static @Nullable Status outcome(String text, int from) {
    if (text.startsWith("skipped '", from) || text.startsWith("skipped \"", from)) {
      return Status.SKIPPED;
    }
    if (text.length() - from > LONGEST_WORDS) {
      return null;
    }
    return switch (text.substring(from)) {
      case "ok" -> Status.PASSED;
      case "FAIL" -> Status.FAILED;
      case "ERROR" -> Status.ERROR;
      case "expected failure" -> Status.XFAIL;
      case "unexpected success" -> Status.XPASS;
      default -> null;
    };
  }

  /// Behind what a test printed without ending the line.
  private static @Nullable Status gluedOutcome(String text) {
    for (String word :
        new String[] {"unexpected success", "expected failure", "ok", "FAIL", "ERROR"}) {
      if (text.endsWith(word)) {
        return outcome(word, 0);
      }
    }
    return null;
  }

  private static @Nullable String reason(String text, Status status) {
    int start = status == Status.SKIPPED ? text.indexOf("skipped ") : -1;
    int end = text.length() - 1;
    return start < 0 || end <= start + 9 ? null : text.substring(start + 9, end);
  }
}

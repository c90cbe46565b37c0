package dev.millrace.rewards.logs.runner;

import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.Lines;
import dev.millrace.rewards.logs.text.Tally;
import dev.millrace.rewards.logs.text.TestLog;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what Vitest prints, verbose or not. A test is named `file > block > title`, as Vitest
/// itself does. A file whose tests are not listed is a result of its own; so is what could not be
/// prepared, as an error. Blocks of captured output are passed over to their blank line.
final class VitestLog {
  private static final Pattern RESULT = Pattern.compile("( +)([✓✔√×✗❯↓]) (\\S.*)");
  private static final Pattern SUFFIX =
      Pattern.compile(" +(?:\\d+ ?ms|\\(retry x\\d+\\)|\\(repeat x\\d+\\)|\\[skipped\\])");
  private static final Pattern FILE =
      Pattern.compile("(.+?) \\((?:\\d+ tests?|0 test)(?: \\|[^)]{0,100})?\\).*");
  private static final Pattern FAIL = Pattern.compile(" FAIL  (\\S.*)");
  private static final Pattern OUTPUT = Pattern.compile("std(?:out|err) \\| .*");
  private static final Pattern COUNTS = Pattern.compile(" +Tests  .*\\(\\d+\\)");
  private static final Pattern NO_TESTS = Pattern.compile(" +Tests  no tests");
  private static final Pattern PASSED = Pattern.compile("(\\d{1,9}) passed");
  private static final Pattern SECTION = Pattern.compile("⎯+ Failed (Suites|Tests) \\d+ ⎯+");

  private final Tally tally = Tally.worstWins();
  private @Nullable String file;
  private boolean inOutput;
  private boolean inFailedSuites;
  private boolean inReport;
  private boolean closed;
  private long passed;

  private VitestLog() {}

  /// @throws BrokenLogException when more tests are said to pass than Vitest counted
  static TestLog read(String log) throws BrokenLogException {
    VitestLog reader = new VitestLog();
    for (String line : Lines.of(log)) {
      reader.accept(line.stripTrailing());
    }
    if (reader.closed) {
      reader.tally.refuseMorePassedThan(reader.passed);
    }
    return new TestLog(reader.tally.tests(), reader.closed);
  }

  private void accept(String line) throws BrokenLogException {
    if (COUNTS.matcher(line).matches() || NO_TESTS.matcher(line).matches()) {
      Matcher counted = PASSED.matcher(line);
      passed += counted.find() ? Long.parseLong(counted.group(1)) : 0;
      closed = true;
      inReport = false;
      return;
    }
    Matcher section = SECTION.matcher(line.strip());
    if (section.matches()) {
      inReport = true;
      inFailedSuites = section.group(1).equals("Suites");
    } else if (inReport) {
      acceptFailure(line);
    } else if (inOutput || OUTPUT.matcher(line).matches()) {
      inOutput = !line.isEmpty();
    } else {
      acceptResult(line);
    }
  }

  private void acceptFailure(String line) throws BrokenLogException {
    Matcher fail = FAIL.matcher(line);
    if (inFailedSuites && fail.matches()) {
      String name = fail.group(1);
      int again = name.endsWith(" ]") ? name.indexOf(" [ ") : -1;
      tally.add(again < 0 ? name : name.substring(0, again), Status.ERROR);
    }
  }

  private void acceptResult(String line) throws BrokenLogException {
    Matcher result = RESULT.matcher(line);
    if (!result.matches()) {
      return;
    }
    closed = false;
    String text = result.group(3);
    Status status = status(result.group(2).charAt(0));
    Matcher whole = FILE.matcher(text);
    if (result.group(1).length() > 1) {
      if (file != null && status != null) {
        tally.add(file + " > " + title(text, status), status);
      }
    } else if (whole.matches() && !text.contains(" > ")) {
      file = whole.group(1);
      if (status == Status.PASSED || status == Status.SKIPPED) {
        tally.add(file, status);
      }
    } else if (status != null && text.contains(" > ")) {
      tally.add(title(text, status), status);
    }
  }

  private static @Nullable Status status(char mark) {
    return switch (mark) {
      case '✓', '✔', '√' -> Status.PASSED;
      case '×', '✗' -> Status.FAILED;
      case '↓' -> Status.SKIPPED;
      default -> null;
    };
  }

  /// A test that was skipped took no time.
  private static String title(String text, Status status) {
    String title = text;
    for (int cut = cut(title); cut > 0; cut = cut(title)) {
      if (status == Status.SKIPPED && !title.endsWith("]")) {
        return title;
      }
      boolean time = title.endsWith("ms");
      title = title.substring(0, cut).stripTrailing();
      if (time) {
        return title;
      }
    }
    return title;
  }

  /// Where a suffix of the last word or two begins, or -1.
  private static int cut(String text) {
    for (int at = text.lastIndexOf(' '), words = 0; at > 0 && words < 2; words++) {
      if (SUFFIX.matcher(text.substring(at)).matches()) {
        return at;
      }
      at = text.lastIndexOf(' ', at - 1);
    }
    return -1;
  }
}

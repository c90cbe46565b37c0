package dev.millrace.rewards.logs.runner;

import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.Lines;
import dev.millrace.rewards.logs.text.Tally;
import dev.millrace.rewards.logs.text.TestLog;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what Jest prints. A test is named `file > block > title`. Where the tests of a file are
/// not listed (several files without `--verbose`), the file is a result, and those that failed.
/// Titles count only right behind the line of their file; a console's lines stand elsewhere.
final class JestLog {
  private static final Pattern FILE =
      Pattern.compile(" ?(PASS|FAIL) +(\\S.*?)(?: \\([0-9.]+ m?s\\))?");
  private static final Pattern TITLE = Pattern.compile(" +([✓√✕×○✎]) (\\S.*)");
  private static final Pattern DURATION = Pattern.compile(" \\([0-9.]+ ?m?s\\)");
  private static final Pattern FAILURE = Pattern.compile("  ● (\\S.*)");
  private static final Pattern COUNTS = Pattern.compile("Tests: +.*\\b\\d{1,9} total");
  private static final Pattern PASSED = Pattern.compile("(\\d{1,9}) passed");
  private static final Pattern HIDDEN = Pattern.compile("skipped \\d+ tests?");
  private static final Set<String> NO_TESTS = Set.of("Console", "Test suite failed to run");

  private final Tally tally = Tally.worstWins();
  private final Outline outline = new Outline();
  private @Nullable String file;
  private Status fileStatus = Status.PASSED;
  private boolean inTree;
  private boolean listed;
  private boolean closed;
  private long passed;

  private JestLog() {}

  /// @throws BrokenLogException when more tests are said to pass than Jest counted
  static TestLog read(String log) throws BrokenLogException {
    JestLog reader = new JestLog();
    for (String line : Lines.of(log)) {
      reader.accept(line.stripTrailing());
    }
    reader.endFile();
    if (reader.closed) {
      reader.tally.refuseMorePassedThan(reader.passed);
    }
    return new TestLog(reader.tally.tests(), reader.closed);
  }

  private void accept(String line) throws BrokenLogException {
    Matcher header = FILE.matcher(line);
    if (header.matches()) {
      endFile();
      file = header.group(2);
      fileStatus = header.group(1).equals("PASS") ? Status.PASSED : Status.FAILED;
      inTree = true;
      listed = false;
      closed = false;
      outline.clear();
    } else if (COUNTS.matcher(line).matches()) {
      endFile();
      closed = true;
      Matcher counted = PASSED.matcher(line);
      passed += counted.find() ? Long.parseLong(counted.group(1)) : 0;
    } else if (file != null) {
      acceptInside(file, line);
    }
  }

  private void acceptInside(String inFile, String line) throws BrokenLogException {
    Matcher failure = FAILURE.matcher(line);
    if (failure.matches()) {
      inTree = false;
      acceptFailure(inFile, failure.group(1));
      return;
    }
    inTree &= line.startsWith(" ");
    if (!inTree) {
      return;
    }
    Matcher title = TITLE.matcher(line);
    int indent = Outline.indent(line);
    if (title.matches()) {
      listed = true;
      acceptTitle(inFile, indent, title.group(1).charAt(0), title.group(2));
    } else {
      outline.enter(indent, line.strip());
    }
  }

  private void acceptTitle(String inFile, int indent, char mark, String text)
      throws BrokenLogException {
    Status status =
        switch (mark) {
          case '✓', '√' -> Status.PASSED;
          case '✕', '×' -> Status.FAILED;
          default -> Status.SKIPPED;
        };
    if (status == Status.SKIPPED && HIDDEN.matcher(text).matches()) {
      return;
    }
    String title =
        status == Status.SKIPPED
            ? withoutPrefix(withoutPrefix(text, "skipped "), "todo ")
            : withoutDuration(text);
    tally.add(inFile + " > " + String.join(" > ", outline.path(indent, title)), status);
  }

  private static String withoutPrefix(String text, String prefix) {
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }

  static String withoutDuration(String text) {
    int start = text.lastIndexOf(" (");
    return start > 0 && DURATION.matcher(text.substring(start)).matches()
        ? text.substring(0, start)
        : text;
  }

  private void acceptFailure(String inFile, String text) throws BrokenLogException {
    if (text.equals("Test suite failed to run")) {
      fileStatus = Status.ERROR;
      tally.add(inFile, Status.ERROR, text);
    } else if (!listed && fileStatus == Status.FAILED && !NO_TESTS.contains(text)) {
      tally.add(inFile + " > " + text.replace(" › ", " > "), Status.FAILED);
    }
  }

  private void endFile() throws BrokenLogException {
    if (file != null && !listed) {
      tally.add(file, fileStatus);
    }
    file = null;
  }
}

package dev.millrace.rewards.logs.upstream;

import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.Lines;
import dev.millrace.rewards.logs.text.Tally;
import dev.millrace.rewards.logs.text.TestLog;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// SWE-bench's readers of Maven and Gradle, and its second one of Minitest.
final class JavaDialects {
  private static final Pattern TEST = LineDialect.compile(".*-Dtest=(\\S+)");
  private static final Pattern GRADLE = LineDialect.compile("([^>].+)\\s+(PASSED|FAILED)");
  private static final Pattern NAME = LineDialect.compile("[^>]\\S*\\s+>\\s+\\S+");

  private JavaDialects() {}

  /// Each run of Maven is one test, which its command names; the result is the build's. Results and
  /// commands are paired in their order, whichever comes first.
  static TestLog maven(String log) throws BrokenLogException {
    Lines.checkLength(log);
    Tally tally = Tally.lastWins();
    Deque<String> tests = new ArrayDeque<>();
    Deque<Status> unmatched = new ArrayDeque<>();
    for (String raw : PythonText.lines(log)) {
      String line = PythonText.strip(raw);
      Matcher test = TEST.matcher(line);
      if (line.contains("-Dtest=") && test.lookingAt()) {
        tests.add(test.group(1));
      }
      @Nullable Status status = build(line);
      if (status != null && !tests.isEmpty()) {
        tally.add(tests.remove(), status);
      } else if (status != null) {
        unmatched.add(status);
      }
    }
    while (!tests.isEmpty() && !unmatched.isEmpty()) {
      tally.add(tests.remove(), unmatched.remove());
    }
    return new TestLog(tally.tests(), false);
  }

  /// In release 4 the latest command names the test.
  static TestLog fourthMaven(String log) throws BrokenLogException {
    Lines.checkLength(log);
    Tally tally = Tally.lastWins();
    String latest = "---NO TEST NAME FOUND YET---";
    for (String raw : PythonText.lines(log)) {
      String line = PythonText.strip(raw);
      Matcher test = TEST.matcher(line);
      if (line.contains("-Dtest=") && test.lookingAt()) {
        latest = test.group(1);
      }
      @Nullable Status status = build(line);
      if (status != null) {
        tally.add(latest, status);
      }
    }
    return new TestLog(tally.tests(), false);
  }

  private static @Nullable Status build(String line) {
    if (line.endsWith("BUILD SUCCESS")) {
      return Status.PASSED;
    }
    return line.endsWith("BUILD FAILURE") ? Status.FAILED : null;
  }

  static TestLog gradle(String log) throws BrokenLogException {
    return gradle(log, true);
  }

  /// In release 4 a status stands on the line of its test, or is none.
  static TestLog fourthGradle(String log) throws BrokenLogException {
    return gradle(log, false);
  }

  private static TestLog gradle(String log, boolean apart) throws BrokenLogException {
    Lines.checkLength(log);
    Tally tally = Tally.lastWins();
    @Nullable String started = null;
    for (String raw : PythonText.lines(log)) {
      String line = PythonText.strip(raw);
      if (line.length() > Lines.MOST_CHARS_A_LINE) {
        continue;
      }
      Matcher result = GRADLE.matcher(line);
      boolean ends = line.endsWith("PASSED") || line.endsWith("FAILED");
      if (ends && result.matches()) {
        tally.add(result.group(1), Status.valueOf(result.group(2)));
        started = null;
      } else if (apart && NAME.matcher(line).matches()) {
        started = line;
      } else if (started != null && List.of("PASSED", "FAILED").contains(line)) {
        tally.add(started, Status.valueOf(line));
        started = null;
      }
    }
    return new TestLog(tally.tests(), false);
  }

  /// `Class#test. = 0.01 s = .`: the name ends at the last `. ` that has an equals sign behind it
  /// and the result's letter behind that; letters are looked for from the end.
  static TestLog minitest(String log) throws BrokenLogException {
    Lines.checkLength(log);
    Tally tally = Tally.lastWins();
    for (String raw : PythonText.lines(log)) {
      String line = PythonText.strip(raw);
      int letter =
          Math.max(line.lastIndexOf('.'), Math.max(line.lastIndexOf('F'), line.lastIndexOf('E')));
      int equals = letter < 0 ? -1 : line.lastIndexOf('=', letter);
      int name = equals < 0 ? -1 : line.lastIndexOf(". ", equals - 2);
      if (name > 0) {
        boolean passed = line.charAt(letter) == '.';
        tally.add(line.substring(0, name), passed ? Status.PASSED : Status.FAILED);
      }
    }
    return new TestLog(tally.tests(), false);
  }
}

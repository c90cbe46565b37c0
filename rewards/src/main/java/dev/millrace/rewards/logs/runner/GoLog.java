package dev.millrace.rewards.logs.runner;

import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.Lines;
import dev.millrace.rewards.logs.text.Tally;
import dev.millrace.rewards.logs.text.TestLog;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what `go test` prints. A test is named `package.Test/part`, for packages share names. A
/// package that failed without a failing test (it was not built, or died) is an error under its
/// own name; one that passed without naming its tests, as without `-v`, has passed.
final class GoLog {
  private static final Pattern STARTS = Pattern.compile("=== RUN +(.+)");
  private static final Pattern RESULT =
      Pattern.compile("--- (PASS|FAIL|SKIP|BENCH): (.+) \\([0-9.]+(?:s| seconds)\\)");
  private static final Pattern PACKAGE =
      Pattern.compile("(ok  |FAIL|\\?   )\t([^\\s\\[]+)(?:[\\s\\[].*)?");
  private static final Pattern NOT_BUILT = Pattern.compile("FAIL\t(\\S+) \\[(.+)\\]");

  /// A test that still ran when the time was up; without `-v` nothing else tells of it.
  private static final Pattern STILL_RUNNING = Pattern.compile("\t\t(\\S.*) \\([0-9hms.]+\\)");

  private final Tally tally = Tally.worstWins();
  private Tally inPackage = Tally.worstWins();
  private final Set<String> started = new LinkedHashSet<>();
  private boolean closed;

  private GoLog() {}

  static TestLog read(String log) throws BrokenLogException {
    GoLog reader = new GoLog();
    for (String line : Lines.of(log)) {
      reader.accept(line);
    }
    // Of a package whose end was cut off, the tests have no full name.
    reader.tally.addAll(reader.inPackage.tests());
    return new TestLog(reader.tally.tests(), reader.closed);
  }

  private void accept(String line) throws BrokenLogException {
    Matcher starts = STARTS.matcher(line);
    Matcher result = RESULT.matcher(line.substring(Math.max(0, line.lastIndexOf("--- "))));
    Matcher built = NOT_BUILT.matcher(line);
    Matcher ended = PACKAGE.matcher(line);
    Matcher still = STILL_RUNNING.matcher(line);
    if (starts.matches()) {
      started.add(starts.group(1));
      closed = false;
    } else if (result.matches()) {
      acceptResult(result);
    } else if (built.matches()) {
      tally.add(built.group(1), Status.ERROR, built.group(2));
      closed = true;
    } else if (ended.matches()) {
      endPackage(ended.group(1).strip(), ended.group(2));
    } else if (still.matches()) {
      inPackage.add(still.group(1), Status.FAILED, "it ran when the time was up");
    }
  }

  /// Under `-v` what never started is no test's result.
  private void acceptResult(Matcher result) throws BrokenLogException {
    String name = result.group(2);
    closed = false;
    if (!started.isEmpty() && !started.contains(name)) {
      return;
    }
    switch (result.group(1)) {
      case "PASS" -> inPackage.add(name, Status.PASSED);
      case "FAIL" -> inPackage.add(name, Status.FAILED);
      case "SKIP" -> inPackage.add(name, Status.SKIPPED);
      default -> {}
    }
  }

  private void endPackage(String word, String name) throws BrokenLogException {
    if (!word.equals("FAIL") && inPackage.has(Status.FAILED)) {
      // Go does not say so of a package in which a test failed; a test printed it.
      return;
    }
    if (word.equals("FAIL")) {
      for (String test : started) {
        if (inPackage.status(test) == null) {
          inPackage.add(test, Status.FAILED, "it did not end");
        }
      }
    }
    boolean named = false;
    for (TestResult test : inPackage.tests()) {
      tally.add(name + "." + test.name(), test.status(), test.message());
      named = true;
    }
    if (word.equals("FAIL") && !inPackage.has(Status.FAILED)) {
      tally.add(name, Status.ERROR);
    } else if (word.equals("ok") && !named) {
      tally.add(name, Status.PASSED);
    }
    inPackage = Tally.worstWins();
    started.clear();
    closed = true;
  }
}

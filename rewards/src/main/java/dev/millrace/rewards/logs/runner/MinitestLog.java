package dev.millrace.rewards.logs.runner;

import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.Lines;
import dev.millrace.rewards.logs.text.Tally;
import dev.millrace.rewards.logs.text.TestLog;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what Minitest prints: the lines of `-v`, and the list of failures. A test is named
/// `Class#method`.
final class MinitestLog {
  private static final Pattern ENDED = Pattern.compile("[0-9.]{1,20} s = ([.FES])");
  private static final Pattern VERBOSE = Pattern.compile(" (?:-v|--verbose)\\b");
  private static final Pattern KIND = Pattern.compile(" +\\d+\\) (Failure|Error|Skipped):");
  private static final Pattern COUNTS =
      Pattern.compile(
          "(\\d{1,9}) runs, \\d+ assertions, (\\d{1,9}) failures, (\\d{1,9}) errors, (\\d{1,9})"
              + " skips");

  private final Tally tally = Tally.worstWins();
  private @Nullable String running;
  private @Nullable Status kind;
  private boolean closed;
  private boolean verbose = true;
  private long passed;

  private MinitestLog() {}

  /// @throws BrokenLogException when more tests are said to pass than Minitest counted
  static TestLog read(String log) throws BrokenLogException {
    MinitestLog reader = new MinitestLog();
    for (String line : Lines.of(log)) {
      reader.accept(line.stripTrailing());
    }
    if (reader.closed) {
      reader.tally.refuseMorePassedThan(reader.passed);
    }
    return new TestLog(reader.tally.tests(), reader.closed);
  }

  private void accept(String line) throws BrokenLogException {
    Matcher counts = COUNTS.matcher(line);
    Matcher kinds = KIND.matcher(line);
    if (counts.matches()) {
      passed += Long.parseLong(counts.group(1));
      for (int group = 2; group <= 4; group++) {
        passed -= Long.parseLong(counts.group(group));
      }
      closed = true;
      running = null;
    } else if (kinds.matches()) {
      running = null;
      kind = status(kinds.group(1).charAt(0));
    } else if (kind != null) {
      String name = listed(line);
      if (name.indexOf('#') > 0) {
        tally.add(name, kind);
      }
      kind = null;
    } else if (line.startsWith("Run options: ")) {
      verbose = VERBOSE.matcher(line).find();
    } else if (verbose) {
      acceptResult(line);
    }
  }

  private void acceptResult(String line) throws BrokenLogException {
    int equals = line.indexOf(" = ");
    if (equals > 0 && line.lastIndexOf('#', equals) > 0) {
      running = line.substring(0, equals);
      closed = false;
    }
    int start = line.lastIndexOf(" s = ");
    Matcher ended =
        ENDED.matcher(line.substring(Math.max(0, line.lastIndexOf(' ', start - 1) + 1)));
    if (running != null && start > 0 && ended.matches()) {
      tally.add(running, status(ended.group(1).charAt(0)));
    }
  }

  /// The name in `Shelf#test_bends [shelf_test.rb:10]:`, or nothing.
  private static String listed(String line) {
    if (!line.endsWith(":")) {
      return "";
    }
    int place = line.endsWith("]:") ? line.indexOf(" [") : -1;
    return line.substring(0, place < 0 ? line.length() - 1 : place);
  }

  private static Status status(char letter) {
    return switch (letter) {
      case '.' -> Status.PASSED;
      case 'F' -> Status.FAILED;
      case 'E' -> Status.ERROR;
      default -> Status.SKIPPED;
    };
  }
}

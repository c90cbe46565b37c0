package dev.millrace.rewards.logs.runner;

import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.Lines;
import dev.millrace.rewards.logs.text.Tally;
import dev.millrace.rewards.logs.text.TestLog;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what `cargo test` prints, that is Rust's own harness: the line of each test, or under
/// `-q` the list of failures. A line counts between `running 3 tests` and what shows the output of
/// tests; a name is the harness's, without a crate's: names that crates share are one.
final class CargoLog {
  private static final Pattern RUNNING = Pattern.compile("running (\\d{1,9}) tests?");
  private static final Pattern RESULT = Pattern.compile("test (.+?) \\.\\.\\. (.*)");
  private static final Pattern CLOSING =
      Pattern.compile("test result: (?:ok|FAILED)\\. (\\d{1,9}) passed; .*");
  private static final Pattern LISTED = Pattern.compile("    (\\S.*)");
  private static final List<String> NOTES =
      List.of(" - should panic", " - compile fail", " - compile");

  private enum Place {
    OUTSIDE,
    TESTS,
    OUTPUT,
    FAILURES
  }

  private final Tally tally = Tally.worstWins();
  private Tally run = Tally.worstWins();
  private Tally listed = Tally.worstWins();
  private Place place = Place.OUTSIDE;
  private @Nullable String running;
  private long passed;
  private boolean closed;

  private CargoLog() {}

  /// @throws BrokenLogException when more tests are said to pass than the harness counted
  static TestLog read(String log) throws BrokenLogException {
    CargoLog reader = new CargoLog();
    for (String line : Lines.of(log)) {
      reader.accept(line);
    }
    reader.tally.addAll(reader.run.tests());
    if (reader.closed) {
      reader.tally.refuseMorePassedThan(reader.passed);
    }
    return new TestLog(reader.tally.tests(), reader.closed);
  }

  private void accept(String line) throws BrokenLogException {
    Matcher closing = CLOSING.matcher(line);
    if (closing.matches()) {
      passed += Long.parseLong(closing.group(1));
      end(true);
    } else if (place == Place.OUTSIDE && RUNNING.matcher(line).matches()) {
      end(false);
      place = Place.TESTS;
    } else {
      acceptInside(line);
    }
  }

  private void acceptInside(String line) throws BrokenLogException {
    switch (place) {
      case TESTS -> {
        if (line.equals("failures:") || line.equals("successes:")) {
          place = Place.OUTPUT;
        } else {
          acceptResult(line);
        }
      }
      case OUTPUT, FAILURES -> {
        Matcher name = LISTED.matcher(line);
        if (line.equals("failures:")) {
          listed = Tally.worstWins();
          place = Place.FAILURES;
        } else if (place == Place.FAILURES && name.matches()) {
          listed.add(name.group(1), Status.FAILED);
        } else if (!line.isEmpty()) {
          place = Place.OUTPUT;
        }
      }
      case OUTSIDE -> {}
    }
  }

  /// The result stands behind what the test printed, where output is not captured.
  private void acceptResult(String line) throws BrokenLogException {
    Matcher result = RESULT.matcher(line);
    String text = line;
    if (result.matches()) {
      running = plain(result.group(1));
      text = result.group(2);
    }
    @Nullable Status status = running == null ? null : status(text);
    if (running != null && status != null) {
      run.add(running, status);
    }
  }

  /// Without what is said of how it is tested.
  private static String plain(String name) {
    for (String note : NOTES) {
      if (name.endsWith(note)) {
        return name.substring(0, name.length() - note.length());
      }
    }
    return name;
  }

  private static @Nullable Status status(String text) {
    if (text.equals("ignored") || text.startsWith("ignored, ")) {
      return Status.SKIPPED;
    }
    return switch (text) {
      case "ok" -> Status.PASSED;
      case "FAILED" -> Status.FAILED;
      default -> text.startsWith("bench: ") ? Status.PASSED : null;
    };
  }

  private void end(boolean whole) throws BrokenLogException {
    tally.addAll(run.tests());
    if (whole && place == Place.FAILURES) {
      tally.addAll(listed.tests());
    }
    run = Tally.worstWins();
    listed = Tally.worstWins();
    running = null;
    place = Place.OUTSIDE;
    closed = whole;
  }
}

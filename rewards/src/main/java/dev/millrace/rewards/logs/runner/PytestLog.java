package dev.millrace.rewards.logs.runner;

import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.Lines;
import dev.millrace.rewards.logs.text.Tally;
import dev.millrace.rewards.logs.text.TestLog;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what pytest prints: the short summary (`-rA` names every test), and the line a test of
/// `-v`, xdist's too. A line counts only where pytest itself prints it: the latter between the
/// start of a session and its first report, a summary between its title and the line that closes
/// it. What tests printed is shown in reports, which are passed over, with the sessions in it.
/// Where only a summary tells of skipped tests, they are named by their place, `test_a.py:9`.
final class PytestLog {
  private static final Pattern TITLE = Pattern.compile("=+ (.+?) =+");

  private static final int LONGEST_TITLE = 500;

  private enum Place {
    OUTSIDE,
    PROGRESS,
    REPORT,
    SUMMARY
  }

  private final Tally tally = Tally.worstWins();
  private final Tally places = Tally.worstWins();
  private final PytestProgress progress = new PytestProgress();
  private PytestSummary summary = new PytestSummary();
  private Place place = Place.OUTSIDE;
  private int sessionsInReport;
  private long passed;
  private boolean closed;

  private PytestLog() {}

  /// @throws BrokenLogException when more tests are said to pass than pytest counted: some of the
  ///     lines are not its own
  static TestLog read(String log) throws BrokenLogException {
    PytestLog reader = new PytestLog();
    for (String line : Lines.of(log)) {
      reader.accept(line.stripTrailing());
    }
    reader.endSummary();
    return reader.result();
  }

  private TestLog result() throws BrokenLogException {
    tally.addAll(progress.tests());
    if (!tally.has(Status.SKIPPED)) {
      tally.addAll(places.tests());
    }
    if (closed) {
      tally.refuseMorePassedThan(passed);
    }
    return new TestLog(tally.tests(), closed);
  }

  private void accept(String line) throws BrokenLogException {
    @Nullable String title = title(line);
    if (title != null) {
      acceptTitle(title);
      return;
    }
    switch (place) {
      case PROGRESS -> progress.accept(line);
      case SUMMARY -> acceptSummary(line);
      case OUTSIDE, REPORT -> {}
    }
  }

  private void acceptTitle(String title) throws BrokenLogException {
    boolean starts = title.equals("test session starts");
    boolean closes = PytestSummary.closes(title);
    if (place == Place.REPORT && (starts || sessionsInReport > 0)) {
      sessionsInReport += starts ? 1 : closes ? -1 : 0;
    } else if (closes) {
      close(title);
    } else if (starts) {
      endSummary();
      closed = false;
      place = Place.PROGRESS;
    } else if (title.equals("short test summary info")) {
      // A summary that runs into another title is not pytest's.
      summary = new PytestSummary();
      closed = false;
      place = Place.SUMMARY;
    } else {
      place = Place.REPORT;
    }
  }

  private void acceptSummary(String line) throws BrokenLogException {
    if (PytestSummary.closes(line)) {
      close(line);
    } else {
      summary.accept(line);
    }
  }

  private void close(String closing) throws BrokenLogException {
    endSummary();
    passed += PytestSummary.passed(closing);
    closed = true;
    place = Place.OUTSIDE;
  }

  private void endSummary() throws BrokenLogException {
    if (place == Place.SUMMARY) {
      tally.addAll(summary.tests().tests());
      places.addAll(summary.places().tests());
    }
  }

  private static @Nullable String title(String line) {
    if (!line.startsWith("=") || !line.endsWith("=") || line.length() > LONGEST_TITLE) {
      return null;
    }
    Matcher matcher = TITLE.matcher(line);
    return matcher.matches() ? matcher.group(1) : null;
  }
}

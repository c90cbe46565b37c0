package dev.millrace.rewards.logs.runner;

import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.Lines;
import dev.millrace.rewards.logs.text.Tally;
import dev.millrace.rewards.logs.text.TestLog;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the Test Anything Protocol. A test inside others is named `outer > inner`. What is not
/// okay and to be done fails as expected.
final class TapLog {
  private static final Pattern POINT = Pattern.compile(" *(not ok|ok) (\\d{1,9})(?: - | +)(\\S.*)");
  private static final Pattern SUBTEST = Pattern.compile(" *# Subtest: (\\S.*)");
  private static final Pattern PLAN = Pattern.compile("1\\.\\.(\\d{1,9})(?: .*)?");
  private static final Pattern DIRECTIVE =
      Pattern.compile(" # *(SKIP|TODO|time)\\b(.*)", Pattern.CASE_INSENSITIVE);

  private final Tally tally = Tally.worstWins();
  private final Outline outline = new Outline();
  private long points;
  private long planned;

  private TapLog() {}

  /// @throws BrokenLogException when there are more results than were planned
  static TestLog read(String log) throws BrokenLogException {
    TapLog reader = new TapLog();
    for (String line : Lines.of(log)) {
      reader.accept(line.stripTrailing());
    }
    boolean planned = reader.planned > 0;
    if (planned && reader.points > reader.planned) {
      throw new BrokenLogException(
          "the log has %d results, but %d are planned: some were printed by tests"
              .formatted(reader.points, reader.planned));
    }
    return new TestLog(reader.tally.tests(), planned && reader.points == reader.planned);
  }

  private void accept(String line) throws BrokenLogException {
    Matcher point = POINT.matcher(line);
    Matcher subtest = SUBTEST.matcher(line);
    Matcher plan = PLAN.matcher(line);
    if (point.matches()) {
      int indent = Outline.indent(line);
      points += indent == 0 ? 1 : 0;
      acceptPoint(indent, point.group(1).equals("ok"), point.group(3));
    } else if (subtest.matches()) {
      outline.enter(Outline.indent(line), plain(subtest.group(1)));
    } else if (plan.matches()) {
      planned += Long.parseLong(plan.group(1));
    }
  }

  private void acceptPoint(int indent, boolean okay, String text) throws BrokenLogException {
    int mark = Math.max(0, text.lastIndexOf(" #"));
    Matcher directive = DIRECTIVE.matcher(text.substring(mark));
    boolean directed = directive.matches();
    String kind = directed ? directive.group(1).toUpperCase(Locale.ROOT) : "";
    String title = plain(directed ? text.substring(0, mark).stripTrailing() : text);
    @Nullable String reason = kind.equals("TIME") ? null : directed ? directive.group(2) : null;
    Status status =
        switch (kind) {
          case "SKIP" -> Status.SKIPPED;
          case "TODO" -> okay ? Status.SKIPPED : Status.XFAIL;
          default -> okay ? Status.PASSED : Status.FAILED;
        };
    tally.add(String.join(" > ", outline.path(indent, title)), status, reason);
  }

  private static String plain(String text) {
    return text.replace("\\#", "#").replace("\\\\", "\\");
  }
}

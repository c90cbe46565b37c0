package dev.millrace.rewards.logs.upstream;

import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.Lines;
import dev.millrace.rewards.logs.text.LogParser;
import dev.millrace.rewards.logs.text.Tally;
import dev.millrace.rewards.logs.text.TestLog;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A reader that looks at each line by itself, stripped, with one pattern that has the groups
/// `status` and `name`; a later line replaces an earlier one.
///
/// @param pattern must match the line from its start
/// @param end what lines that match end with, looked at first: it keeps the pattern linear
/// @param statuses what the words in the group mean; others mean nothing
record LineDialect(Pattern pattern, String end, Map<String, Status> statuses) implements LogParser {
  /// Classes of characters and line ends as in Python.
  private static final int FLAGS = Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNIX_LINES;

  LineDialect {
    statuses = Map.copyOf(statuses);
  }

  static LineDialect of(String pattern, Map<String, Status> statuses) {
    return new LineDialect(compile(pattern), "", statuses);
  }

  LineDialect endingWith(String text) {
    return new LineDialect(pattern, text, statuses);
  }

  static Pattern compile(String pattern) {
    return Pattern.compile(pattern, FLAGS);
  }

  @Override
  public TestLog read(String log) throws BrokenLogException {
    Lines.checkLength(log);
    Tally tally = Tally.lastWins();
    for (String raw : PythonText.lines(log)) {
      String line = PythonText.strip(raw);
      if (line.endsWith(end) && line.length() <= Lines.MOST_CHARS_A_LINE) {
        Matcher matcher = pattern.matcher(line);
        @Nullable Status status =
            matcher.lookingAt() ? statuses.get(matcher.group("status")) : null;
        if (status != null) {
          tally.add(matcher.group("name"), status);
        }
      }
    }
    return new TestLog(tally.tests(), false);
  }
}

package dev.millrace.rewards.logs.upstream;

import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.Lines;
import dev.millrace.rewards.logs.text.Tally;
import dev.millrace.rewards.logs.text.TestLog;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/// SWE-bench's readers of the test runners of Django and SymPy.
final class PythonDialects {
  private static final List<String> PASSES = List.of(" ... ok", " ... OK", " ...  OK");
  private static final String DOTS = " ... ";
  private static final String VERSION = "--version is equivalent to version";
  private static final String MIGRATION =
      "Applying sites.0002_alter_domain_unique...test_no_migrations";
  private static final String INSTALLED = "Testing against Django installed in ";
  private static final String SILENCED = " silenced).\nok";
  private static final String SERVER_ERROR = "Internal Server Error: /";
  private static final String CHECKED = "System check identified no issues (0 silenced)";

  private PythonDialects() {}

  static TestLog django(String log) throws BrokenLogException {
    Lines.checkLength(log);
    Tally tally = Tally.lastWins();
    @Nullable String started = null;
    for (String raw : PythonText.lines(log)) {
      String line = PythonText.strip(raw);
      started = line.contains(DOTS) ? line.substring(0, line.indexOf(DOTS)) : started;
      djangoLine(line, tally);
      // Something was printed between the dots and the result.
      if (line.startsWith("ok") && started != null) {
        tally.add(started, Status.PASSED);
      }
    }
    djangoInterrupted(log, tally);
    return new TestLog(tally.tests(), false);
  }

  private static void djangoLine(String line, Tally tally) throws BrokenLogException {
    if (line.contains(VERSION)) {
      tally.add(VERSION, Status.PASSED);
    }
    djangoPass(line, tally);
    int skipped = line.indexOf(" ... skipped");
    if (skipped >= 0) {
      tally.add(line.substring(0, skipped), Status.SKIPPED);
    }
    ending(line, " ... FAIL", "FAIL:", Status.FAILED, tally);
    ending(line, " ... ERROR", "ERROR:", Status.ERROR, tally);
  }

  private static void djangoPass(String line, Tally tally) throws BrokenLogException {
    for (String end : PASSES) {
      if (line.endsWith(end)) {
        String test =
            line.startsWith(MIGRATION)
                ? PythonText.strip(line.substring(line.indexOf("...") + 3))
                : line;
        tally.add(
            test.endsWith(end) ? test.substring(0, test.length() - end.length()) : test,
            Status.PASSED);
        return;
      }
    }
  }

  private static void ending(String line, String end, String heading, Status status, Tally tally)
      throws BrokenLogException {
    if (line.endsWith(end)) {
      tally.add(line.substring(0, line.indexOf(end)), status);
    }
    if (line.startsWith(heading)) {
      List<String> words = PythonText.words(line);
      if (words.size() > 1) {
        tally.add(words.get(1), status);
      }
    }
  }

  /// Long messages of Django's cut some results in two: the dots, the message, then `ok` alone.
  private static void djangoInterrupted(String log, Tally tally) throws BrokenLogException {
    int[] silenced = {0};
    djangoInterrupted(
        log,
        INSTALLED,
        at -> {
          silenced[0] = nextSilenced(log, Math.max(silenced[0], at));
          return silenced[0] < log.length() ? silenced[0] + SILENCED.length() : -1;
        },
        tally);
    djangoInterrupted(log, SERVER_ERROR, at -> serverErrorEnd(log, at), tally);
    djangoInterrupted(log, CHECKED, at -> okFollows(log, at) ? at + 3 : -1, tally);
  }

  /// Reads the results that one kind of message cut in two, where `^(.*?)\s\.\.\.\sMESSAGE`
  /// matches: white space is Python's, a line's end among it, and what one result took begins
  /// no other.
  ///
  /// @param rest where the result ends, from where its message does, or -1 for none
  private static void djangoInterrupted(
      String log, String message, IntUnaryOperator rest, Tally tally) throws BrokenLogException {
    for (int start = 0; start < log.length(); ) {
      int lineEnd = log.indexOf('\n', start);
      lineEnd = lineEnd < 0 ? log.length() : lineEnd;
      int end = -1;
      int dots = log.indexOf("...", start + 1);
      while (end < 0 && dots >= 0 && dots <= lineEnd + 1) {
        if (PythonText.isSpace(log.charAt(dots - 1))
            && log.startsWith(message, dots + 4)
            && PythonText.isSpace(log.charAt(dots + 3))) {
          end = rest.applyAsInt(dots + 4 + message.length());
          if (end >= 0) {
            tally.add(log.substring(start, dots - 1), Status.PASSED);
          }
        }
        dots = log.indexOf("...", dots + 1);
      }
      start = (end < 0 ? lineEnd : end) + 1;
    }
  }

  private static int serverErrorEnd(String log, int at) {
    int end = log.indexOf('\n', at);
    return end > at && log.charAt(end - 1) == '/' && okFollows(log, end) ? end + 3 : -1;
  }

  private static int nextSilenced(String log, int from) {
    for (int at = log.indexOf(SILENCED, from); at >= 0; at = log.indexOf(SILENCED, at + 1)) {
      if (endsLine(log, at + SILENCED.length())) {
        return at;
      }
    }
    return log.length();
  }

  private static boolean okFollows(String log, int end) {
    return log.startsWith("\nok", end) && endsLine(log, end + 3);
  }

  private static boolean endsLine(String log, int at) {
    return at == log.length() || log.charAt(at) == '\n';
  }

  static TestLog sympy(String log) throws BrokenLogException {
    Lines.checkLength(log);
    Tally tally = Tally.lastWins();
    for (String line : PythonText.lines(log)) {
      sympyHeading(line, tally);
    }
    for (String raw : PythonText.lines(log)) {
      String line = PythonText.strip(raw);
      if (line.startsWith("test_")) {
        String name = PythonText.words(line).getFirst();
        if (line.endsWith(" E")) {
          tally.add(name, Status.ERROR);
        } else if (line.endsWith(" F")) {
          tally.add(name, Status.FAILED);
        } else if (line.endsWith(" ok")) {
          tally.add(name, Status.PASSED);
        }
      }
    }
    return new TestLog(tally.tests(), false);
  }

  /// `___ sympy/core/tests/test_x.py:test_y ___`, and whatever else looks like it: between the
  /// first space and the last, which stands behind the last `.py:` that has one behind it.
  private static void sympyHeading(String line, Tally tally) throws BrokenLogException {
    int first = line.indexOf(' ');
    int last = line.lastIndexOf(' ');
    int file = line.lastIndexOf(".py:", last - 4);
    if (first >= 0 && file > first) {
      tally.add(line.substring(first + 1, last), Status.FAILED);
    }
  }
}

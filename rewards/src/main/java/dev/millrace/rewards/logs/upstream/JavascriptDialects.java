package dev.millrace.rewards.logs.upstream;

import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.Lines;
import dev.millrace.rewards.logs.text.Tally;
import dev.millrace.rewards.logs.text.TestLog;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// SWE-bench's readers of JavaScript runners that look at more than one line, or at files.
final class JavascriptDialects {
  private static final Pattern KARMA = LineDialect.compile("(\\s*)([✔✖])?\\s(.*)");
  private static final Pattern TIMED = LineDialect.compile("(.*)\\s\\([\\d.]+(?:ms|\\ss|s)\\)");
  private static final Pattern TIME = LineDialect.compile("\\s\\([\\d.]+\\s?m?s\\)");
  private static final Pattern MILLISECONDS = LineDialect.compile("\\(\\d+ms\\)");
  private static final Pattern NUMBERED = LineDialect.compile("\\d+\\)(.*)");
  private static final Pattern PASSING = LineDialect.compile("[ \\t]*\\d+ passing");
  private static final Pattern CHROME =
      LineDialect.compile("Chrome\\s[\\d.]+[^\\S\\r\\n]\\([^)]+\\)[^\\S\\r\\n](.*)FAILED");

  private JavascriptDialects() {}

  /// Of Jest's lines those of whole files.
  static TestLog files(String log) throws BrokenLogException {
    Lines.checkLength(log);
    Tally tally = Tally.lastWins();
    for (String line : PythonText.lines(log)) {
      boolean passed = line.startsWith("PASS");
      if ((passed || line.startsWith("FAIL")) && line.length() > 4 && isSpace(line.charAt(4))) {
        String rest = line.substring(5);
        Matcher timed = TIMED.matcher(rest);
        boolean time = rest.indexOf('(') >= 0 && timed.lookingAt();
        tally.add(time ? timed.group(1) : rest, passed ? Status.PASSED : Status.FAILED);
      }
    }
    return new TestLog(tally.tests(), false);
  }

  /// The same, of which lines that failed are looked at first.
  static TestLog grommet(String log) throws BrokenLogException {
    Lines.checkLength(log);
    Tally tally = Tally.lastWins();
    List<String> lines = PythonText.lines(log);
    for (String word : List.of("FAIL", "PASS")) {
      for (int at = 0; at < lines.size(); at++) {
        String line = lines.get(at);
        if (line.equals(word) && at + 1 < lines.size()) {
          // The space behind the word may be the line's end: then the next line is the name.
          at++;
          tally.add(untimedFile(lines.get(at)), status(word));
        } else if (line.startsWith(word) && line.length() > 4 && isSpace(line.charAt(4))) {
          tally.add(untimedFile(line.substring(5)), status(word));
        }
      }
    }
    return new TestLog(tally.tests(), false);
  }

  private static String untimedFile(String text) {
    String name = PythonText.strip(text);
    int time = name.lastIndexOf('(');
    boolean timed = time > 0 && TIME.matcher(name.substring(time - 1)).matches();
    return timed ? name.substring(0, time - 1) : name;
  }

  private static Status status(String word) {
    return word.equals("PASS") ? Status.PASSED : Status.FAILED;
  }

  private static boolean isSpace(char c) {
    return PythonText.isSpace(c);
  }

  static TestLog karma(String log) throws BrokenLogException {
    Lines.checkLength(log);
    Tally tally = Tally.lastWins();
    List<String> suite = new ArrayList<>();
    int indent = -1;
    boolean started = false;
    for (String line : PythonText.lines(log)) {
      if (line.startsWith("SUMMARY:")) {
        break;
      }
      Matcher matcher = KARMA.matcher(line);
      if (line.contains("Starting browser")) {
        started = true;
      } else if (started && line.length() <= Lines.MOST_CHARS_A_LINE && matcher.matches()) {
        int found = matcher.group(1).length();
        if (matcher.group(2) != null) {
          List<String> path = new ArrayList<>(suite);
          path.add(matcher.group(3));
          boolean passed = matcher.group(2).equals("✔");
          tally.add(String.join(" > ", path), passed ? Status.PASSED : Status.FAILED);
        } else if (found > indent && found > 0) {
          suite.add(matcher.group(3));
          indent = found;
        } else if (found < indent && found > 0 && !suite.isEmpty()) {
          suite.removeLast();
          indent = found;
        }
      }
    }
    return new TestLog(tally.tests(), false);
  }

  /// Mocha's tree, of which the block nearest above a test is kept.
  static TestLog highlightjs(String log) throws BrokenLogException {
    Lines.checkLength(log);
    Tally tally = Tally.lastWins();
    String suite = "";
    boolean first = true;
    for (String line : PythonText.lines(log)) {
      if (!first && PASSING.matcher(line).lookingAt()) {
        break;
      }
      first = false;
      String text = PythonText.strip(line);
      Matcher numbered = NUMBERED.matcher(text);
      if (text.startsWith("✓") || text.startsWith("✔")) {
        tally.add(suite + untimed(text.substring(1)), Status.PASSED);
      } else if (numbered.lookingAt()) {
        tally.add(suite + untimed(line.substring(line.indexOf(')') + 1)), Status.FAILED);
      } else if (line.startsWith("  ")) {
        suite = text + ".";
      }
    }
    return new TestLog(tally.tests(), false);
  }

  private static String untimed(String title) {
    return PythonText.strip(MILLISECONDS.matcher(title).replaceAll(""));
  }

  /// Only what failed is named.
  static TestLog chart(String log) throws BrokenLogException {
    Tally tally = Tally.lastWins();
    for (String line : Lines.of(log)) {
      Matcher matcher = CHROME.matcher(line);
      if (line.endsWith("FAILED") && matcher.find()) {
        tally.add(matcher.group(1), Status.FAILED);
      }
    }
    return new TestLog(tally.tests(), false);
  }

  /// Only what failed is named.
  static TestLog marked(String log) throws BrokenLogException {
    Lines.checkLength(log);
    Tally tally = Tally.lastWins();
    for (String line : PythonText.lines(log)) {
      Matcher matcher = NUMBERED.matcher(line);
      if (matcher.lookingAt()
          && !matcher.group(1).isEmpty()
          && isSpace(matcher.group(1).charAt(0))) {
        tally.add(PythonText.strip(matcher.group(1)), Status.FAILED);
      }
    }
    return new TestLog(tally.tests(), false);
  }
}

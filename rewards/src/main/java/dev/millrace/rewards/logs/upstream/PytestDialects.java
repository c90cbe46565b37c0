package dev.millrace.rewards.logs.upstream;

import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.Lines;
import dev.millrace.rewards.logs.text.LogParser;
import dev.millrace.rewards.logs.text.Tally;
import dev.millrace.rewards.logs.text.TestLog;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// SWE-bench's readers of pytest: any line that begins with a status, wherever it stands; a later
/// line replaces an earlier one. One difference: `ERROR:` and other words that only begin like a
/// status are none.
final class PytestDialects {
  private static final Pattern OPTIONS = Pattern.compile("(.*?)\\[(.*)\\]");
  private static final Pattern COUNT = Pattern.compile("\\[\\d+\\]");
  private static final Pattern COLOUR = Pattern.compile("\\[\\d+m");
  private static final Pattern CONTROL = Pattern.compile("[\\x01-\\x1f]");
  private static final List<String> STATUSES =
      List.of("FAILED", "PASSED", "SKIPPED", "ERROR", "XFAIL");

  /// What differs between SWE-bench 4 and 5.
  enum Release {
    /// Names end at their first space, and `[1]`, the number of tests skipped at one place, is one.
    FOUR,
    /// The second version of the reader keeps spaces in names; numbers of skipped tests are none.
    FIVE
  }

  private PytestDialects() {}

  /// By SWE-bench's names.
  static Map<String, LogParser> of(Release release) {
    Map<String, LogParser> all = new HashMap<>();
    UnaryOperator<String> same = UnaryOperator.identity();
    LogParser plain = log -> first(log, same, same, release);
    for (String name :
        List.of(
            "pytest",
            "astroid",
            "flask",
            "marshmallow",
            "pvlib",
            "pyvista",
            "sqlfluff",
            "xarray")) {
      all.put("parse_log_" + name, plain);
    }
    LogParser options = log -> first(log, same, PytestDialects::withoutDirectories, release);
    for (String name : List.of("pytest_options", "pydicom", "requests", "pylint")) {
      all.put("parse_log_" + name, options);
    }
    for (String name : List.of("pytest_v2", "astropy", "scikit", "sphinx")) {
      all.put("parse_log_" + name, log -> second(log, release));
    }
    all.put(
        "parse_log_matplotlib", log -> first(log, PytestDialects::numberButtons, same, release));
    all.put("parse_log_seaborn", PytestDialects::seaborn);
    return all;
  }

  private static TestLog first(
      String log, UnaryOperator<String> mend, UnaryOperator<String> nameOf, Release release)
      throws BrokenLogException {
    Lines.checkLength(log);
    Tally tally = Tally.lastWins();
    for (String raw : PythonText.lines(log)) {
      String line = mend.apply(raw);
      List<String> words =
          PythonText.words(line.startsWith("FAILED") ? line.replace(" - ", " ") : line);
      if (words.size() > 1
          && startsWithStatus(line)
          && !isNumberOfSkipped(words.getFirst(), words.get(1), release)) {
        add(tally, words.getFirst(), nameOf.apply(words.get(1)));
      }
    }
    return new TestLog(tally.tests(), false);
  }

  /// Of a parameter that is a path, only the last part is stable.
  private static String withoutDirectories(String name) {
    Matcher matcher = OPTIONS.matcher(name);
    if (!matcher.find()) {
      return name;
    }
    String option = matcher.group(2);
    boolean path = option.startsWith("/") && !option.startsWith("//") && option.indexOf('*') < 0;
    return matcher.group(1)
        + "["
        + (path ? option.substring(option.lastIndexOf('/')) : option)
        + "]";
  }

  private static String numberButtons(String line) {
    return line.replace("MouseButton.LEFT", "1").replace("MouseButton.RIGHT", "3");
  }

  private static TestLog second(String log, Release release) throws BrokenLogException {
    Lines.checkLength(log);
    Tally tally = Tally.lastWins();
    for (String raw : PythonText.lines(log)) {
      String coloured = COLOUR.matcher(raw).replaceAll("");
      String line = CONTROL.matcher(coloured).replaceAll("");
      List<String> words = PythonText.words(withoutMessage(line, release));
      if (words.size() < 2) {
        continue;
      }
      boolean whole = release == Release.FIVE;
      String last = words.getLast();
      if (startsWithStatus(line)) {
        if (!isNumberOfSkipped(words.getFirst(), words.get(1), release)) {
          String name = whole ? join(words.subList(1, words.size())) : words.get(1);
          add(tally, words.getFirst(), name);
        }
      } else if (STATUSES.stream().anyMatch(line::endsWith)) {
        String name = whole ? join(words.subList(0, words.size() - 1)) : words.getFirst();
        add(tally, whole ? last : words.get(1), name);
      }
    }
    return new TestLog(tally.tests(), false);
  }

  private static String withoutMessage(String line, Release release) {
    if (!line.startsWith("FAILED")) {
      return line;
    }
    return switch (release) {
      case FOUR -> line.replace(" - ", " ");
      case FIVE -> line.split(" - ", 2)[0];
    };
  }

  private static boolean startsWithStatus(String line) {
    return STATUSES.stream().anyMatch(line::startsWith);
  }

  private static boolean isNumberOfSkipped(String word, String name, Release release) {
    return release == Release.FIVE && word.equals("SKIPPED") && COUNT.matcher(name).matches();
  }

  private static void add(Tally tally, String word, String name) throws BrokenLogException {
    @Nullable Status status = STATUSES.contains(word) ? Status.valueOf(word) : null;
    if (status != null) {
      tally.add(name, status);
    }
  }

  private static String join(List<String> words) {
    return String.join(" ", words);
  }

  private static TestLog seaborn(String log) throws BrokenLogException {
    Lines.checkLength(log);
    Tally tally = Tally.lastWins();
    for (String line : PythonText.lines(log)) {
      List<String> words = PythonText.words(line);
      if (words.size() < 2) {
        continue;
      }
      if (line.startsWith("FAILED")) {
        tally.add(words.get(1), Status.FAILED);
      } else if (line.contains(" PASSED ")) {
        if (words.get(1).equals("PASSED")) {
          tally.add(words.getFirst(), Status.PASSED);
        }
      } else if (line.startsWith("PASSED")) {
        tally.add(words.get(1), Status.PASSED);
      }
    }
    return new TestLog(tally.tests(), false);
  }
}

package dev.millrace.rewards.logs.upstream;

import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.Lines;
import dev.millrace.rewards.logs.text.LogParser;
import dev.millrace.rewards.logs.text.Tally;
import dev.millrace.rewards.logs.text.TestLog;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// SWE-rebench's readers of JavaScript runners: names without the blocks above them and without
/// durations; what failed or was skipped is not mended by a later pass.
final class RebenchDialects {
  private static final Pattern DURATION =
      LineDialect.compile("\\(?\\s*\\d+(?:\\.\\d+)?\\s*(?:ms|s|MS|S|mS|Ms)\\s*\\)?");
  private static final Pattern NUMBERED = LineDialect.compile("(?:\\[W\\]\\s*)?\\d+\\)\\s+(.*)");
  private static final Pattern POINT = LineDialect.compile("(not ok|ok)\\s+\\d+\\s+-\\s+(.*)");
  private static final List<String> SKIPPED =
      List.of("(skipped)", "[skip]", "[skipped]", "[pending]", "[todo]");

  static final Map<String, LogParser> ALL =
      Map.of(
          "parse_log_js", log -> mocha(log, RebenchDialects::first),
          "parse_log_js_2", log -> mocha(log, RebenchDialects::second),
          "parse_log_js_3", RebenchDialects::tap,
          "parse_log_js_4", log -> mocha(log, RebenchDialects::marks));

  private RebenchDialects() {}

  private record Found(Status status, String name) {}

  private interface Rule {
    @Nullable Found find(String line);
  }

  private static TestLog mocha(String log, Rule rule) throws BrokenLogException {
    Lines.checkLength(log);
    Tally tally = Tally.lastWins();
    for (String raw : (Iterable<String>) log.lines()::iterator) {
      String line = PythonText.strip(raw);
      @Nullable Found found =
          line.isEmpty() || line.length() > Lines.MOST_CHARS_A_LINE ? null : rule.find(line);
      String name = found == null ? "" : untimed(found.name());
      boolean mends =
          found != null && found.status() == Status.PASSED && tally.status(name) != null;
      if (found != null && !name.isEmpty() && !mends) {
        tally.add(name, found.status());
      }
    }
    return new TestLog(tally.tests(), false);
  }

  /// Mocha with an error's heading, `1) a title:`, or a worker's, `[W] 1) a title`.
  private static @Nullable Found first(String line) {
    Matcher numbered = NUMBERED.matcher(line);
    boolean failed = numbered.matches() && (line.startsWith("[W]") || line.endsWith(":"));
    if (failed) {
      String title = numbered.group(1);
      boolean heading = !line.startsWith("[W]");
      return new Found(Status.FAILED, heading ? title.substring(0, title.length() - 1) : title);
    }
    return passedOrSkipped(line);
  }

  private static @Nullable Found second(String line) {
    Matcher numbered = NUMBERED.matcher(line);
    return numbered.matches() && !line.startsWith("[W]")
        ? new Found(Status.FAILED, numbered.group(1))
        : passedOrSkipped(line);
  }

  private static @Nullable Found passedOrSkipped(String line) {
    if (line.length() < 2 || !PythonText.isSpace(line.charAt(1))) {
      return null;
    }
    return switch (line.charAt(0)) {
      case '✔' -> new Found(Status.PASSED, line.substring(2));
      case '-' -> new Found(Status.SKIPPED, line.substring(2));
      default -> null;
    };
  }

  private static @Nullable Found marks(String line) {
    String rest = withoutTag(PythonText.strip(line.substring(1)));
    switch (line.charAt(0)) {
      case '✔', '✓' -> {
        return new Found(Status.PASSED, rest);
      }
      case '✘', '✖', '×' -> {
        return new Found(Status.FAILED, rest);
      }
      case '○', '◌', '◦', '⚪' -> {
        return new Found(Status.SKIPPED, rest);
      }
      default -> {}
    }
    String lower = line.toLowerCase(Locale.ROOT);
    if (SKIPPED.stream().noneMatch(lower::contains)) {
      return null;
    }
    String name = line;
    for (String mark : SKIPPED) {
      name = name.replace(mark, "");
    }
    return new Found(Status.SKIPPED, name);
  }

  private static String withoutTag(String text) {
    int tag = text.startsWith("[") ? text.indexOf("]:") : -1;
    String rest = tag < 0 ? text : PythonText.strip(text.substring(tag + 2));
    return rest.startsWith(":") ? PythonText.strip(rest.substring(1)) : rest;
  }

  private static String untimed(String title) {
    String name = PythonText.strip(title);
    // A duration has two words at most: look at no more, so that the time stays linear.
    int from = Math.max(0, name.length() - 40);
    Matcher matcher = DURATION.matcher(name);
    for (int at = from; at < name.length(); at++) {
      if (matcher.region(at, name.length()).matches()) {
        return PythonText.strip(name.substring(0, at));
      }
    }
    return name;
  }

  /// TAP with nested blocks in braces, whose names are joined by ` :: `.
  private static TestLog tap(String log) throws BrokenLogException {
    Lines.checkLength(log);
    Tally tally = Tally.lastWins();
    Deque<String> blocks = new ArrayDeque<>();
    for (String raw : (Iterable<String>) log.lines()::iterator) {
      String line = PythonText.strip(raw);
      if (line.isEmpty() || line.length() > Lines.MOST_CHARS_A_LINE) {
        continue;
      }
      if (line.replace("}", "").isEmpty()) {
        for (int i = 0; i < line.length() && !blocks.isEmpty(); i++) {
          blocks.removeLast();
        }
        continue;
      }
      boolean opens = line.endsWith("{");
      Matcher point =
          POINT.matcher(opens ? line.substring(0, line.length() - 1).stripTrailing() : line);
      if (point.matches()) {
        String name = tapPoint(point, String.join(" :: ", blocks), tally);
        if (opens && !name.isEmpty()) {
          blocks.addLast(name);
        }
      }
    }
    return new TestLog(tally.tests(), false);
  }

  private static String tapPoint(Matcher point, String block, Tally tally)
      throws BrokenLogException {
    String text = point.group(2);
    int note = text.indexOf(" #");
    String name = untimed(note < 0 ? text : text.substring(0, note));
    String full = block.isEmpty() ? name : block + " :: " + name;
    Status status = point.group(1).equals("ok") ? Status.PASSED : Status.FAILED;
    if (!name.isEmpty() && (status == Status.FAILED || tally.status(full) == null)) {
      tally.add(full, status);
    }
    return name;
  }
}

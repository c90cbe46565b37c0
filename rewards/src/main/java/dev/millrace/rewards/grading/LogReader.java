package dev.millrace.rewards.grading;

import com.google.re2j.Pattern;
import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.LogParser;
import dev.millrace.rollout.task.grading.Evidence.Region;
import dev.millrace.rollout.trajectory.TestResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Reads the log of a run: where its tests are, how they ended, and what else it shows.
public record LogReader(Markers markers, Region region, LogParser parser) {
  /// Summaries of runners, which count what ran. None counts where nothing did.
  private static final Pattern SUMMARY =
      Pattern.compile(
          String.join(
              "|",
              "Executed [1-9]\\d* of \\d+",
              "TOTAL: [1-9]\\d* (?:SUCCESS|FAILED)",
              "[1-9]\\d* passing",
              "Tests:\\s+[1-9]\\d*",
              "Test Suites:\\s+(?:\\d+ \\w+, )*[1-9]\\d* total",
              "^# tests [1-9]\\d*",
              "[1-9]\\d* specs?, \\d+ failures?",
              "': ok$"),
          Pattern.MULTILINE);

  /// What a log says.
  public record Reading(List<TestResult> results, LogFacts facts) {
    public Reading {
      results = List.copyOf(results);
    }
  }

  public Reading read(String log) {
    List<Reason> unusable = new ArrayList<>();
    for (String bad : markers.bad()) {
      if (log.contains(bad)) {
        unusable.add(new Reason(Reason.Kind.BAD_MARKER, "the log has `" + bad + "`"));
      }
    }
    Optional<String> marked = isWhole() ? Optional.of(log) : marked(log);
    if (marked.isEmpty()) {
      unusable.add(new Reason(Reason.Kind.MARKERS_MISSING, missing(log)));
    }
    if (!unusable.isEmpty()) {
      return new Reading(List.of(), new LogFacts(unusable, false, exitStatus(log)));
    }
    try {
      return read(log, marked.orElseThrow());
    } catch (BrokenLogException e) {
      return new Reading(List.of(), LogFacts.unusable(Reason.Kind.LOG_UNREADABLE, e.problem()));
    }
  }

  private Reading read(String log, String marked) throws BrokenLogException {
    List<TestResult> results = parser.read(marked).tests();
    if (results.isEmpty() && region == Region.MARKED_ELSE_WHOLE) {
      results = parser.read(whole(log)).tests();
    }
    boolean counts = results.isEmpty() && SUMMARY.matcher(whole(log)).find();
    return new Reading(results, new LogFacts(List.of(), counts, exitStatus(log)));
  }

  /// A log of one run always has markers.
  private boolean isWhole() {
    return region == Region.WHOLE && markers.kind() == Markers.Kind.COMMON;
  }

  /// All that may hold results. Before the markers of one run stands what a prediction can write
  /// without any test: the difference that it makes, and what installing it prints.
  private String whole(String log) {
    return switch (markers.kind()) {
      case COMMON -> log;
      case OF_ONE_RUN -> log.substring(Math.max(0, log.indexOf(markers.start())));
    };
  }

  private Optional<String> marked(String log) {
    int start = log.indexOf(markers.start());
    int end = log.indexOf(markers.end());
    if (start < 0 || end < 0) {
      return Optional.empty();
    }
    int from = start + markers.start().length();
    return switch (markers.kind()) {
      case COMMON -> Optional.of(upToEnd(log, from));
      case OF_ONE_RUN -> {
        int last = log.lastIndexOf(markers.end());
        yield last < from ? Optional.empty() : Optional.of(log.substring(from, last));
      }
    };
  }

  /// Up to the next marker, of either kind.
  private String upToEnd(String log, int from) {
    int again = log.indexOf(markers.start(), from);
    int end = log.indexOf(markers.end(), from);
    int to = again < 0 ? log.length() : again;
    return log.substring(from, end < 0 ? to : Math.min(to, end));
  }

  private String missing(String log) {
    return log.contains(markers.start())
        ? "the test command did not end"
        : "the test command did not begin";
  }

  private OptionalInt exitStatus(String log) {
    return switch (markers.kind()) {
      case COMMON -> statusAt(log, log.indexOf(markers.exitStatus() + ":"));
      case OF_ONE_RUN -> {
        int at = log.lastIndexOf(markers.exitStatus() + ":");
        yield at < log.lastIndexOf(markers.end()) ? OptionalInt.empty() : statusAt(log, at);
      }
    };
  }

  /// The first number after a marker, and after later ones where none follows.
  private OptionalInt statusAt(String log, int first) {
    String marker = markers.exitStatus() + ":";
    for (int at = first; at >= 0; at = log.indexOf(marker, at + 1)) {
      int from = at + marker.length();
      while (from < log.length() && Character.isWhitespace(log.charAt(from))) {
        from++;
      }
      OptionalInt status = numberAt(log, from);
      if (status.isPresent()) {
        return status;
      }
    }
    return OptionalInt.empty();
  }

  /// A status has at most ten digits; of more it is none that a process can end with.
  private static OptionalInt numberAt(String log, int from) {
    int digits = from < log.length() && log.charAt(from) == '-' ? from + 1 : from;
    int to = digits;
    while (to < log.length() && log.charAt(to) >= '0' && log.charAt(to) <= '9') {
      to++;
    }
    if (to == digits) {
      return OptionalInt.empty();
    }
    boolean isZero = log.substring(digits, to).chars().allMatch(digit -> digit == '0');
    return OptionalInt.of(
        isZero ? 0 : to - digits > 9 ? Integer.MAX_VALUE : Integer.parseInt(log, from, to, 10));
  }
}

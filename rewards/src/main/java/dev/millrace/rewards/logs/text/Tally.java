package dev.millrace.rewards.logs.text;

import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Results by name, while a log is read. Used by one thread.
public final class Tally {
  private static final int MOST_TESTS = 100_000;
  private static final int MESSAGE_CHARS = 500;

  private final Map<String, TestResult> results = new LinkedHashMap<>();
  private final Rule rule;

  /// What holds when a name comes up again.
  private enum Rule {
    WORST,
    LAST
  }

  private Tally(Rule rule) {
    this.rule = rule;
  }

  /// A name keeps the worst of its results, so that a line printed by a test cannot mend another
  /// one: error, failed, passed unexpectedly, skipped, failed as expected, passed.
  public static Tally worstWins() {
    return new Tally(Rule.WORST);
  }

  /// A name has its last result.
  public static Tally lastWins() {
    return new Tally(Rule.LAST);
  }

  public void add(String name, Status status) throws BrokenLogException {
    add(name, status, null);
  }

  /// @param message of which the first line is kept
  /// @throws BrokenLogException when there are more tests than any run has
  public void add(String name, Status status, @Nullable String message) throws BrokenLogException {
    TestResult before = results.get(name);
    if (before == null && results.size() == MOST_TESTS) {
      throw new BrokenLogException("the log names more than " + MOST_TESTS + " tests");
    }
    if (before == null || rule == Rule.LAST || badness(status) > badness(before.status())) {
      results.put(name, new TestResult(name, status, firstLine(message)));
    }
  }

  public void addAll(List<TestResult> others) throws BrokenLogException {
    for (TestResult other : others) {
      add(other.name(), other.status(), other.message());
    }
  }

  public boolean has(Status status) {
    return results.values().stream().anyMatch(result -> result.status() == status);
  }

  public @Nullable Status status(String name) {
    TestResult result = results.get(name);
    return result == null ? null : result.status();
  }

  /// @param counted how many tests passed, as the runner's closing lines say
  /// @throws BrokenLogException when more names passed: some of their lines are not the runner's
  public void refuseMorePassedThan(long counted) throws BrokenLogException {
    long passed =
        results.values().stream().filter(result -> result.status() == Status.PASSED).count();
    if (passed > counted) {
      throw new BrokenLogException(
          "the log names %d tests that passed, but its closing lines count %d: some lines that look like results were printed by tests"
              .formatted(passed, counted));
    }
  }

  public List<TestResult> tests() {
    return new ArrayList<>(results.values());
  }

  private static int badness(Status status) {
    return switch (status) {
      case PASSED -> 0;
      case XFAIL -> 1;
      case SKIPPED -> 2;
      case XPASS -> 3;
      case FAILED -> 4;
      case ERROR -> 5;
    };
  }

  private static @Nullable String firstLine(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    String line = text.strip().lines().findFirst().orElse("").stripTrailing();
    return line.length() > MESSAGE_CHARS ? line.substring(0, MESSAGE_CHARS) + "…" : line;
  }
}

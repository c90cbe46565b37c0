package dev.millrace.rewards.grading;

import dev.millrace.rollout.task.grading.Matching;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tests of a log by their comparable names, in the log's order.
record Found(Matching matching, Map<String, Status> statuses) {
  Found {
    statuses = Collections.unmodifiableMap(new LinkedHashMap<>(statuses));
  }

  /// Of two names that become one, the last by name counts where names are cut, else the last in
  /// the log.
  static Found of(Matching matching, List<TestResult> results) {
    List<TestResult> ordered =
        matching.names() == Matching.Names.UP_TO_DASH
            ? results.stream().sorted(Comparator.comparing(TestResult::name)).toList()
            : results;
    Map<String, Status> statuses = new LinkedHashMap<>();
    for (TestResult result : ordered) {
      statuses.put(Names.comparable(matching.names(), result.name()), result.status());
    }
    return new Found(matching, statuses);
  }

  /// How an expected test ended, or null where it is missing.
  ///
  /// @param expected as the row has it
  @Nullable Status status(String expected) {
    String name = Names.comparable(matching.names(), expected);
    Status exact = statuses.get(name);
    return exact == null && matching.ids() == Matching.Ids.TRUNCATED && isTruncated(name)
        ? ofTruncated(name).orElse(null)
        : exact;
  }

  private Optional<Status> ofTruncated(String name) {
    List<Status> candidates =
        statuses.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(name))
            .map(Map.Entry::getValue)
            .toList();
    boolean agree = candidates.stream().map(Found::isPass).distinct().count() == 1;
    return agree ? Optional.of(candidates.getFirst()) : Optional.empty();
  }

  private static boolean isPass(Status status) {
    return status == Status.PASSED || status == Status.XFAIL;
  }

  private static boolean isTruncated(String name) {
    return name.chars().filter(c -> c == '[').count() > name.chars().filter(c -> c == ']').count();
  }
}

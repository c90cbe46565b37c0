package dev.millrace.rewards.grading;

import dev.millrace.rollout.task.grading.Count;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a run is worth.
///
/// @param tests what each expected test counts as, in the row's order; empty where the log could
///     not be graded
/// @param reasons what else stands in the way
public record Report(Resolution resolution, List<Graded> tests, List<Reason> reasons) {
  public Report {
    tests = List.copyOf(tests);
    reasons = List.copyOf(reasons);
  }

  /// How far a problem is solved.
  public enum Resolution {
    FULL,
    /// Some of the tests to repair pass, and none of the others broke.
    PARTIAL,
    NO
  }

  /// Which list of the row a test is in.
  public enum Group {
    FAIL_TO_PASS,
    PASS_TO_PASS
  }

  /// @param found how it ended, or null where the log says nothing of it
  public record Graded(String name, Group group, Count count, @Nullable Status found) {}

  /// A run that was not graded at all.
  public static Report ungraded(List<Reason> reasons) {
    return new Report(Resolution.NO, List.of(), reasons);
  }

  public boolean resolved() {
    return resolution == Resolution.FULL;
  }

  /// The tests of a list that count as that, in the row's order.
  public List<String> names(Group group, Count count) {
    return tests.stream()
        .filter(test -> test.group() == group && test.count() == count)
        .map(Graded::name)
        .toList();
  }

  /// The share of a list that is met, of those that count; 1 where none counts.
  public double share(Group group) {
    int met = names(group, Count.MET).size();
    int broken = names(group, Count.BROKEN).size();
    return met + broken == 0 ? 1 : (double) met / (met + broken);
  }
}

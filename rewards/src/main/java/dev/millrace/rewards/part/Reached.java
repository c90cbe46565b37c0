package dev.millrace.rewards.part;

import dev.millrace.rewards.Verdict;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// How far a program got: it was built, its tests were collected, they ran, they passed. A later
/// stage is not reached without those before it.
///
/// A verifier that knows better says so in its metrics `stage_built`, `stage_collected` and
/// `stage_ran` (0 or 1), as a test script can in its `reward.json`. Else the test results tell: any
/// result says that there was something to run, one that is no error that tests were collected, one
/// that passed or failed that they ran.
public record Reached(boolean built, boolean collected, boolean ran, boolean passed) {
  /// @param start the verdict on the state that the task starts from: it tells whether there are
  ///     single tests at all
  /// @param end the verdict on what an agent left
  public static Reached of(Verdict.Judged start, Verdict.Judged end) {
    List<TestResult> tests = end.tests();
    // A verifier that never names tests came to its verdict all the same.
    boolean isWhole = tests.isEmpty() && start.tests().isEmpty();
    boolean passed = end.correctness() >= 1;
    Map<String, Double> told = end.metrics();
    boolean ran =
        passed || told(told, "stage_ran", isWhole || any(tests, test -> hasRun(test.status())));
    boolean collected =
        ran
            || told(
                told,
                "stage_collected",
                isWhole || any(tests, test -> test.status() != Status.ERROR));
    boolean built = collected || told(told, "stage_built", isWhole || !tests.isEmpty());
    return new Reached(built, collected, ran, passed);
  }

  private static boolean told(Map<String, Double> metrics, String name, boolean otherwise) {
    Double value = metrics.get(name);
    return value == null ? otherwise : value >= 1;
  }

  private static boolean any(List<TestResult> tests, Predicate<TestResult> like) {
    return tests.stream().anyMatch(like);
  }

  private static boolean hasRun(Status status) {
    return switch (status) {
      case PASSED, FAILED, XFAIL, XPASS -> true;
      case ERROR, SKIPPED -> false;
    };
  }
}

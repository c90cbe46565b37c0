package dev.millrace.rewards;

import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.TestResult;
import java.util.List;

/// What a verifier says.
public sealed interface Verdict {
  /// @param correctness 1.0 when the task is solved, 0.0 when not, or the reward file's number
  /// @param tests test by test; empty where the verifier has only one result
  record Judged(double correctness, List<TestResult> tests) implements Verdict {
    public Judged {
      tests = List.copyOf(tests);
    }

    /// Share of the tests that passed, 0 to 1; the correctness where there are no single tests.
    public double coverage() {
      return tests.isEmpty()
          ? Math.clamp(correctness, 0.0, 1.0)
          : (double) tests.stream().filter(TestResult::passed).count() / tests.size();
    }
  }

  /// The verifier broke; there is no reward.
  record Errored(Failure failure) implements Verdict {}
}

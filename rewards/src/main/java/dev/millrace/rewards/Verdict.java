package dev.millrace.rewards;

import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.TestResult;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a verifier says.
public sealed interface Verdict {
  /// How the correctness is named among rewards.
  String REWARD = "reward";

  /// @param correctness 1.0 when the task is solved, 0.0 when not, or the reward file's number
  /// @param tests test by test; empty where the verifier has only one result
  /// @param metrics what else was measured, by the verifier's own names (the other keys of a reward
  ///     file); finite numbers. Stored as parts named `metric.NAME`, and read
  ///     by a formula as `metrics["NAME"]`
  /// @param rewards every number by the verifier's own names, the correctness among them; of a task
  ///     of several steps those of each, as `STEP.NAME`
  record Judged(
      double correctness,
      List<TestResult> tests,
      Map<String, Double> metrics,
      Map<String, Double> rewards)
      implements Verdict {
    public Judged {
      tests = List.copyOf(tests);
      metrics = finite(metrics);
      rewards = finite(rewards);
    }

    private static SortedMap<String, Double> finite(Map<String, Double> numbers) {
      SortedMap<String, Double> sorted = new TreeMap<>(numbers);
      sorted.forEach(
          (name, value) -> {
            if (!Double.isFinite(value)) {
              throw new IllegalArgumentException(
                  "metric " + name + " of a verdict is " + value + ", not a finite number");
            }
          });
      return Collections.unmodifiableSortedMap(sorted);
    }

    /// A verdict whose correctness has no name of its own.
    public Judged(double correctness, List<TestResult> tests, Map<String, Double> metrics) {
      this(correctness, tests, metrics, named(correctness, metrics));
    }

    private static Map<String, Double> named(double correctness, Map<String, Double> metrics) {
      Map<String, Double> rewards = new TreeMap<>(metrics);
      rewards.put(REWARD, correctness);
      return rewards;
    }

    /// A verdict of a verifier that measures nothing else.
    public Judged(double correctness, List<TestResult> tests) {
      this(correctness, tests, Map.of());
    }

    /// Share of the tests that passed, 0 to 1; the correctness where there are no single tests.
    public double coverage() {
      return tests.isEmpty()
          ? Math.clamp(correctness, 0.0, 1.0)
          : (double) tests.stream().filter(TestResult::passed).count() / tests.size();
    }
  }

  /// The verifier broke; there is no reward.
  ///
  /// @param sign what that says of the code under test
  record Errored(Failure failure, Sign sign) implements Verdict {
    /// A failure that says nothing of anybody.
    public Errored(Failure failure) {
      this(failure, Sign.NONE);
    }
  }

  /// What a verifier that broke gives away.
  enum Sign {
    NONE,
    /// Something else than the verifier has written its verdict, or changed what it reads.
    FORGED,
    /// What was to tell the verdict came to its end without one, though nothing stopped it from
    /// outside, or could not end what might tell another.
    SILENCED
  }
}

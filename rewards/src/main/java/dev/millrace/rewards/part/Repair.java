package dev.millrace.rewards.part;

import dev.millrace.rewards.TestSets;
import dev.millrace.rewards.Verdict;
import java.util.Set;

/// The share of the failing tests that were repaired. It is worth nothing where one of the tests
/// that have to go on passing does not: to break what worked is no progress.
public final class Repair {
  private Repair() {}

  /// 0 to 1. A test that is not among the results has not passed. Where no test has to be repaired,
  /// it is 1 as long as all others pass; where there are no single tests, it is the correctness.
  public static double share(TestSets sets, Verdict.Judged end) {
    if (sets.failing().isEmpty() && sets.passing().isEmpty()) {
      return Math.clamp(end.correctness(), 0, 1);
    }
    Set<String> passed = TestSets.passed(end.tests());
    if (!passed.containsAll(sets.passing())) {
      return 0;
    }
    long repaired = sets.failing().stream().filter(passed::contains).count();
    return sets.failing().isEmpty() ? 1 : (double) repaired / sets.failing().size();
  }
}

package dev.millrace.rewards;

import dev.millrace.rollout.trajectory.TestResult;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Which tests a task is about.
///
/// @param failing those that have to be made to pass
/// @param passing those that pass before any work and have to go on passing
public record TestSets(Set<String> failing, Set<String> passing) {
  public TestSets {
    failing = Set.copyOf(failing);
    passing = Set.copyOf(passing);
  }

  /// The sets of a task that does not name them: what the state it starts from passes has to go
  /// on passing. Where nothing can be collected in that state, every test of the end is to be
  /// repaired.
  ///
  /// @param start the verdict on the state that the task starts from
  /// @param end the verdict on what an agent left
  public static TestSets measured(Verdict.Judged start, Verdict.Judged end) {
    Set<String> passing = passed(start.tests());
    Set<String> named = names(start.tests().isEmpty() ? end.tests() : start.tests());
    Set<String> failing = new HashSet<>(named);
    failing.removeAll(passing);
    return new TestSets(failing, passing);
  }

  /// The names under which every result is a pass.
  public static Set<String> passed(List<TestResult> tests) {
    Set<String> passed = names(tests);
    tests.stream().filter(test -> !test.passed()).map(TestResult::name).forEach(passed::remove);
    return passed;
  }

  private static Set<String> names(List<TestResult> tests) {
    return tests.stream().map(TestResult::name).collect(Collectors.toCollection(HashSet::new));
  }
}

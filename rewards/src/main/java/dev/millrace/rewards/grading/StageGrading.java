package dev.millrace.rewards.grading;

import dev.millrace.rewards.grading.Report.Graded;
import dev.millrace.rewards.grading.Report.Group;
import dev.millrace.rollout.task.grading.Count;
import dev.millrace.rollout.task.grading.Expected.Before;
import dev.millrace.rollout.task.grading.Expected.Run;
import dev.millrace.rollout.task.grading.Expected.Stages;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Grades by three runs: without a patch, with the tests' patch, and with both.
///
/// @param found the third run
record StageGrading(Stages stages, Found found) {

  Report grade() {
    Run fixed = fixed();
    List<Reason> reasons = new ArrayList<>();
    if (found.statuses().isEmpty()) {
      reasons.add(new Reason(Reason.Kind.NOTHING_RAN, "no test result with both patches"));
    } else {
      invalid(fixed, reasons);
    }
    List<Graded> tests = new ArrayList<>();
    stages
        .repaired()
        .forEach((before, names) -> names.forEach(name -> tests.add(graded(name, before, fixed))));
    return Grading.resolve(tests, reasons);
  }

  private void invalid(Run fixed, List<Reason> reasons) {
    SortedSet<String> names = new TreeSet<>(fixed.failed());
    names.stream()
        .filter(name -> stages.test().of(name) == Before.PASSED)
        .findFirst()
        .ifPresent(name -> reasons.add(new Reason(Reason.Kind.NEW_FAILURE, name)));
    if (fixed.passed().stream().allMatch(name -> stages.test().of(name) == Before.PASSED)) {
      reasons.add(new Reason(Reason.Kind.NOTHING_REPAIRED, "every test that passes did so before"));
    }
    names.stream()
        .filter(this::isAnomaly)
        .findFirst()
        .ifPresent(name -> reasons.add(new Reason(Reason.Kind.ANOMALY, name)));
  }

  private boolean isAnomaly(String failing) {
    Before test = stages.test().of(failing);
    return (test == Before.ABSENT || test == Before.SKIPPED)
        && stages.run().of(failing) == Before.PASSED;
  }

  /// A test counts where it passes now and did with the tests' patch what the row says.
  private Graded graded(String name, Before before, Run fixed) {
    boolean met = fixed.of(name) == Before.PASSED && stages.test().of(name) == before;
    Group group = before == Before.PASSED ? Group.PASS_TO_PASS : Group.FAIL_TO_PASS;
    return new Graded(name, group, met ? Count.MET : Count.BROKEN, found.statuses().get(name));
  }

  private Run fixed() {
    Set<String> passed = new HashSet<>();
    Set<String> failed = new HashSet<>();
    Set<String> skipped = new HashSet<>();
    found.statuses().forEach((name, status) -> listOf(status, passed, failed, skipped).add(name));
    return new Run(passed, failed, skipped);
  }

  private static Set<String> listOf(
      Status status, Set<String> passed, Set<String> failed, Set<String> skipped) {
    return switch (status) {
      case PASSED, XFAIL -> passed;
      case FAILED, ERROR, XPASS -> failed;
      case SKIPPED -> skipped;
    };
  }
}

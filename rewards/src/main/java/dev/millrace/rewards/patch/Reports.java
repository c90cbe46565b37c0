package dev.millrace.rewards.patch;

import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.grading.Reason;
import dev.millrace.rewards.grading.Report;
import dev.millrace.rewards.grading.Report.Graded;
import dev.millrace.rewards.grading.Report.Group;
import dev.millrace.rollout.task.grading.Count;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reports as verdicts: a test is passed where it counts as met; what else stands in the way is a
/// test of its own, named `grading`, and a metric `reason.NAME`.
final class Reports {
  private Reports() {}

  static Verdict verdict(Report report) {
    List<TestResult> tests = new ArrayList<>();
    report.reasons().forEach(reason -> tests.add(result(reason)));
    report.tests().stream()
        .filter(test -> test.count() != Count.NEITHER)
        .forEach(test -> tests.add(result(test)));
    return new Verdict.Judged(report.resolved() ? 1 : 0, tests, metrics(report));
  }

  private static TestResult result(Reason reason) {
    return new TestResult(
        "grading", Status.ERROR, reason.kind().label() + ": " + Git.tail(reason.detail()));
  }

  /// A status that says the opposite of what the test counts as is replaced, and named.
  private static TestResult result(Graded test) {
    boolean met = test.count() == Count.MET;
    @Nullable Status found = test.found();
    if (found != null && isPass(found) == met) {
      return new TestResult(test.name(), found, null);
    }
    String what = found == null ? "not in the log" : found.name();
    return new TestResult(
        test.name(),
        met ? Status.PASSED : Status.FAILED,
        what + (met ? ", which counts as met here" : ", which does not count as met here"));
  }

  private static boolean isPass(Status status) {
    return status == Status.PASSED || status == Status.XFAIL;
  }

  private static Map<String, Double> metrics(Report report) {
    Map<String, Double> metrics = new TreeMap<>();
    if (!report.tests().isEmpty()) {
      metrics.put("fail_to_pass", report.share(Group.FAIL_TO_PASS));
      metrics.put("pass_to_pass", report.share(Group.PASS_TO_PASS));
    }
    report.reasons().forEach(reason -> metrics.put("reason." + reason.kind().label(), 1.0));
    return metrics;
  }
}

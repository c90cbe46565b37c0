package dev.millrace.rewards.grading;

import dev.millrace.rewards.grading.Report.Graded;
import dev.millrace.rewards.grading.Report.Group;
import dev.millrace.rewards.grading.Report.Resolution;
import dev.millrace.rollout.task.grading.Count;
import dev.millrace.rollout.task.grading.Evidence;
import dev.millrace.rollout.task.grading.Expected;
import dev.millrace.rollout.task.grading.GradingSpec;
import dev.millrace.rollout.task.grading.Matching;
import dev.millrace.rollout.task.grading.Semantics;
import dev.millrace.rollout.task.grading.StatusRule;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Grades: from what a row expects and what a log shows to what that is worth. Nothing else goes
/// in.
public final class Grading {
  private Grading() {}

  /// @param results of the tests, in the log's order
  public static Report grade(GradingSpec spec, List<TestResult> results, LogFacts facts) {
    List<Reason> unusable = unusable(spec.semantics().evidence(), results, facts);
    if (!unusable.isEmpty()) {
      return Report.ungraded(unusable);
    }
    Found found = Found.of(spec.semantics().matching(), results);
    return switch (spec.expected()) {
      case Expected.Lists lists -> lists(spec.semantics(), lists, found);
      case Expected.Statuses statuses -> statuses(statuses, found);
      case Expected.Stages stages -> new StageGrading(stages, found).grade();
    };
  }

  private static List<Reason> unusable(
      Evidence evidence, List<TestResult> results, LogFacts facts) {
    List<Reason> reasons = new ArrayList<>(facts.unusable());
    if (!reasons.isEmpty()) {
      return reasons;
    }
    if (results.isEmpty()
        && evidence.silence() == Evidence.Silence.NEEDS_SUMMARY
        && !facts.summaryCountsTests()) {
      reasons.add(
          new Reason(Reason.Kind.NOTHING_RAN, "no test result, and no summary that counts one"));
    }
    boolean disagrees =
        facts.exitStatus().orElse(0) != 0
            && !results.isEmpty()
            && results.stream().noneMatch(Grading::isFailure);
    if (disagrees && evidence.exitStatus() == Evidence.ExitStatus.MUST_AGREE) {
      reasons.add(
          new Reason(
              Reason.Kind.EXIT_STATUS_DISAGREES,
              "the test command ended with %d, but none of %d tests failed"
                  .formatted(facts.exitStatus().orElse(0), results.size())));
    }
    return reasons;
  }

  private static boolean isFailure(TestResult result) {
    return result.status() == Status.FAILED || result.status() == Status.ERROR;
  }

  private static Report lists(Semantics semantics, Expected.Lists lists, Found found) {
    List<Graded> tests =
        Stream.concat(
                lists.failToPass().stream()
                    .map(name -> graded(name, Group.FAIL_TO_PASS, semantics.failToPass(), found)),
                lists.passToPass().stream()
                    .map(name -> graded(name, Group.PASS_TO_PASS, semantics.passToPass(), found)))
            .toList();
    List<Reason> reasons = new ArrayList<>();
    if (semantics.evidence().emptyList() == Evidence.EmptyList.UNRESOLVED
        && tests.stream().noneMatch(Grading::isCountedRepair)) {
      reasons.add(
          new Reason(Reason.Kind.NOTHING_EXPECTED, "no test to repair is counted in this row"));
    }
    if (semantics.matching().extra() == Matching.Extra.FORBIDDEN) {
      others(semantics.matching(), lists, found, reasons);
    }
    return resolve(tests, reasons);
  }

  private static boolean isCountedRepair(Graded test) {
    return test.group() == Group.FAIL_TO_PASS && test.count() != Count.NEITHER;
  }

  private static void others(
      Matching matching, Expected.Lists lists, Found found, List<Reason> reasons) {
    Set<String> passed = new TreeSet<>();
    found.statuses().forEach((name, status) -> addIf(status == Status.PASSED, name, passed));
    Stream.concat(lists.failToPass().stream(), lists.passToPass().stream())
        .map(name -> Names.comparable(matching.names(), name))
        .forEach(passed::remove);
    if (!passed.isEmpty()) {
      reasons.add(
          new Reason(
              Reason.Kind.OTHER_TESTS,
              passed.size() + " tests passed that are not expected, e.g. " + first(passed)));
    }
  }

  private static void addIf(boolean condition, String name, Set<String> names) {
    if (condition) {
      names.add(name);
    }
  }

  private static String first(Set<String> names) {
    return names.iterator().next();
  }

  private static Graded graded(String name, Group group, StatusRule rule, Found found) {
    @Nullable Status status = found.status(name);
    return new Graded(name, group, status == null ? rule.missing() : rule.of(status), status);
  }

  /// Each test must end as expected, and there are no more and no fewer. A test without a name is
  /// counted but not compared.
  private static Report statuses(Expected.Statuses expected, Found found) {
    Found named =
        Found.of(
            found.matching(),
            expected.statuses().entrySet().stream()
                .map(entry -> new TestResult(entry.getKey(), entry.getValue(), null))
                .toList());
    List<Graded> tests = new ArrayList<>();
    for (Map.Entry<String, Status> entry : named.statuses().entrySet()) {
      @Nullable Status status = found.statuses().get(entry.getKey());
      if (!entry.getKey().isEmpty()) {
        Count count = status == entry.getValue() ? Count.MET : Count.BROKEN;
        tests.add(new Graded(entry.getKey(), Group.PASS_TO_PASS, count, status));
      }
    }
    List<Reason> reasons = new ArrayList<>();
    if (found.matching().extra() == Matching.Extra.FORBIDDEN
        && found.statuses().size() != named.statuses().size()) {
      reasons.add(
          new Reason(
              Reason.Kind.OTHER_TESTS,
              "expected %d tests, found %d"
                  .formatted(named.statuses().size(), found.statuses().size())));
    }
    return resolve(tests, reasons);
  }

  /// What tests and reasons together are worth.
  static Report resolve(List<Graded> tests, List<Reason> reasons) {
    Report report = new Report(Resolution.FULL, tests, reasons);
    double repaired = report.share(Group.FAIL_TO_PASS);
    boolean kept = report.share(Group.PASS_TO_PASS) == 1;
    if (!reasons.isEmpty() || !kept || repaired == 0) {
      return new Report(Resolution.NO, tests, reasons);
    }
    return repaired == 1 ? report : new Report(Resolution.PARTIAL, tests, reasons);
  }
}

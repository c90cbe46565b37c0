package dev.millrace.rewards.grading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.grading.Report.Resolution;
import dev.millrace.rollout.task.grading.Expected;
import dev.millrace.rollout.task.grading.GradingSpec;
import dev.millrace.rollout.task.grading.Patching;
import dev.millrace.rollout.task.grading.Presets;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What tells the presets apart. `check_grading.py` holds each against its harness.
final class GradingTest {
  private static final LogFacts CLEAN = new LogFacts(List.of(), false, OptionalInt.of(0));

  @ParameterizedTest
  @CsvSource({
    "swe-bench-v5, FAIL_TO_PASS, NO",
    "swe-bench-v5, PASS_TO_PASS, FULL",
    "swe-bench-v4, FAIL_TO_PASS, FULL",
    "swe-smith, FAIL_TO_PASS, FULL",
    "strict, FAIL_TO_PASS, NO",
    "strict, PASS_TO_PASS, NO",
    "swe-rebench, PASS_TO_PASS, NO",
  })
  void skippedTestsCountAsTheHarnessSays(String preset, String list, Resolution resolution) {
    GradingSpec spec = list.equals("FAIL_TO_PASS") ? row(preset, "a", "") : row(preset, "b", "a");

    Report report = Grading.grade(spec, List.of(test("a", Status.SKIPPED), test("b")), CLEAN);

    assertEquals(resolution, report.resolution());
  }

  @ParameterizedTest
  @CsvSource({
    "swe-bench-v5, NO",
    "swe-bench-v5-fail-only, FULL",
    "swe-smith, NO",
    "swe-smith-2025, FULL",
    "strict, NO",
  })
  void missingTestsCountAsTheHarnessSays(String preset, Resolution resolution) {
    Report report = Grading.grade(row(preset, "a", ""), List.of(test("b")), CLEAN);

    assertEquals(resolution, report.resolution());
  }

  @ParameterizedTest
  @CsvSource({
    "swe-bench-v5, XFAIL, FULL",
    "strict, XFAIL, NO",
    "swe-bench-v5, XPASS, NO",
    "swe-bench-v5-fail-only, ERROR, FULL",
  })
  void unusualEndsCountAsTheHarnessSays(String preset, Status status, Resolution resolution) {
    Report report =
        Grading.grade(row(preset, "a", ""), List.of(test("a", status), test("b")), CLEAN);

    assertEquals(resolution, report.resolution());
  }

  @Test
  void someRepairsAreAPartWhereNothingBroke() {
    GradingSpec spec = row(Presets.SWE_BENCH_V5, "a b", "c");

    assertEquals(
        Resolution.PARTIAL, Grading.grade(spec, List.of(test("a"), test("c")), CLEAN).resolution());
    assertEquals(
        Resolution.NO,
        Grading.grade(spec, List.of(test("a"), test("c", Status.FAILED)), CLEAN).resolution());
  }

  @Test
  void aRowThatExpectsNothingIsSolvedByNothingUnlessStrict() {
    List<TestResult> results = List.of(test("b"));

    assertTrue(Grading.grade(row(Presets.SWE_BENCH_V5, "", "b"), results, CLEAN).resolved());
    Report strict = Grading.grade(row(Presets.STRICT, "", "b"), results, CLEAN);
    assertEquals(List.of(Reason.Kind.NOTHING_EXPECTED), kinds(strict));
  }

  @Test
  void aSuiteThatFailedWithoutAFailedTestIsNotGraded() {
    LogFacts failed = new LogFacts(List.of(), false, OptionalInt.of(1));

    Report report = Grading.grade(row(Presets.SWE_BENCH_V5, "a", ""), List.of(test("a")), failed);

    assertEquals(List.of(Reason.Kind.EXIT_STATUS_DISAGREES), kinds(report));
    assertTrue(
        Grading.grade(row(Presets.SWE_BENCH_V4, "a", ""), List.of(test("a")), failed).resolved());
  }

  @Test
  void silenceIsNoPassUnlessASummaryCounts() {
    GradingSpec failOnly = row(Presets.SWE_BENCH_V5_FAIL_ONLY, "a", "");
    LogFacts counted = new LogFacts(List.of(), true, OptionalInt.of(0));

    assertEquals(
        List.of(Reason.Kind.NOTHING_RAN), kinds(Grading.grade(failOnly, List.of(), CLEAN)));
    assertTrue(Grading.grade(failOnly, List.of(), counted).resolved());
  }

  @Test
  void aTestThatWasNotExpectedIsOneTooMany() {
    GradingSpec exact = row(Presets.SWE_REBENCH_EXACT, "a (1.5s)", "b [12 ms]");
    List<TestResult> asExpected = List.of(test("a (7s)"), test("b"));

    assertTrue(Grading.grade(exact, asExpected, CLEAN).resolved());
    Report report = Grading.grade(exact, List.of(test("a"), test("b"), test("c")), CLEAN);
    assertEquals(List.of(Reason.Kind.OTHER_TESTS), kinds(report));
  }

  private static List<Reason.Kind> kinds(Report report) {
    return report.reasons().stream().map(Reason::kind).toList();
  }

  private static GradingSpec row(String preset, String failToPass, String passToPass) {
    return new GradingSpec(
        "own__slug-1",
        "pytest",
        new GradingSpec.Place("/testbed", List.of(), Optional.empty()),
        Patching.SWE_BENCH_V5,
        new Expected.Lists(names(preset, failToPass), names(preset, passToPass)),
        Presets.named(preset).orElseThrow());
  }

  private static List<String> names(String preset, String names) {
    return preset.equals(Presets.SWE_REBENCH_EXACT)
        ? List.of(names)
        : Stream.of(names.split(" ")).filter(name -> !name.isEmpty()).toList();
  }

  private static TestResult test(String name) {
    return test(name, Status.PASSED);
  }

  private static TestResult test(String name, Status status) {
    return new TestResult(name, status, null);
  }
}

package dev.millrace.rewards.part;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.rewards.Verdict;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReachedTest {
  private static final Verdict.Judged START = judged(0, Status.FAILED, Status.PASSED);

  private static Verdict.Judged judged(double correctness, Status... statuses) {
    List<TestResult> tests =
        Arrays.stream(statuses).map(status -> new TestResult("t", status, null)).toList();
    return new Verdict.Judged(correctness, tests);
  }

  @Test
  void aProgramWithoutResultsWasNotBuilt() {
    assertEquals(new Reached(false, false, false, false), Reached.of(START, judged(0)));
  }

  @Test
  void errorsAloneAreNoCollection() {
    assertEquals(
        new Reached(true, false, false, false), Reached.of(START, judged(0, Status.ERROR)));
  }

  @Test
  void skippedTestsDidNotRun() {
    assertEquals(
        new Reached(true, true, false, false), Reached.of(START, judged(0, Status.SKIPPED)));
  }

  @Test
  void oneResultIsARun() {
    assertEquals(
        new Reached(true, true, true, false),
        Reached.of(START, judged(0.5, Status.ERROR, Status.FAILED)));
  }

  @Test
  void whatPassedHasGoneAllTheWay() {
    assertEquals(new Reached(true, true, true, true), Reached.of(START, judged(1)));
  }

  @Test
  void aVerifierThatNamesNoTestsRanAllTheSame() {
    assertEquals(new Reached(true, true, true, false), Reached.of(judged(0), judged(0)));
  }

  @Test
  void theVerifiersOwnWordComesFirst() {
    Verdict.Judged told =
        new Verdict.Judged(0, List.of(), Map.of("stage_built", 1.0, "stage_ran", 0.0));
    assertEquals(new Reached(true, false, false, false), Reached.of(START, told));
  }
}

package dev.millrace.rewards.part;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.TestSets;
import dev.millrace.rewards.Verdict;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RepairTest {
  private static final TestSets SETS = new TestSets(Set.of("f1", "f2"), Set.of("p1", "p2"));

  private static Verdict.Judged passing(String... names) {
    List<TestResult> tests = new ArrayList<>();
    for (String name : List.of("f1", "f2", "p1", "p2")) {
      boolean isPassed = List.of(names).contains(name);
      tests.add(new TestResult(name, isPassed ? Status.PASSED : Status.FAILED, null));
    }
    return new Verdict.Judged(0, tests);
  }

  @Test
  void theShareOfTheRepairedCountsWhileTheOthersPass() {
    assertEquals(0, Repair.share(SETS, passing("p1", "p2")));
    assertEquals(0.5, Repair.share(SETS, passing("f2", "p1", "p2")));
    assertEquals(1, Repair.share(SETS, passing("f1", "f2", "p1", "p2")));
  }

  @Test
  void nothingCountsOnceATestIsBroken() {
    assertEquals(0, Repair.share(SETS, passing("f1", "f2", "p1")));
  }

  @Test
  void aTestThatIsGoneHasNotPassed() {
    Verdict.Judged gone =
        new Verdict.Judged(
            1,
            List.of(
                new TestResult("f1", Status.PASSED, null),
                new TestResult("f2", Status.PASSED, null),
                new TestResult("p1", Status.PASSED, null)));
    assertEquals(0, Repair.share(SETS, gone));
  }

  @Test
  void aTestWithTwoResultsHasPassedByBoth() {
    Verdict.Judged twice =
        new Verdict.Judged(
            0,
            List.of(
                new TestResult("f1", Status.PASSED, null),
                new TestResult("f1", Status.FAILED, null)));
    assertEquals(0, Repair.share(new TestSets(Set.of("f1"), Set.of()), twice));
  }

  @Test
  void setsAreMeasuredAtTheStart() {
    TestSets measured = TestSets.measured(passing("p1", "p2"), passing("f1", "f2", "p1", "p2"));
    assertEquals(SETS, measured);
  }

  @Test
  void whereNothingCouldBeCollectedEveryTestIsToBeRepaired() {
    Verdict.Judged nothing = new Verdict.Judged(0, List.of());
    TestSets measured = TestSets.measured(nothing, passing("f1", "p1"));
    assertEquals(new TestSets(Set.of("f1", "f2", "p1", "p2"), Set.of()), measured);
    assertEquals(0.5, Repair.share(measured, passing("f1", "p1")));
  }

  @Test
  void aVerdictWithoutTestsIsItsCorrectness() {
    Verdict.Judged half = new Verdict.Judged(0.5, List.of());
    assertEquals(0.5, Repair.share(TestSets.measured(half, half), half));
  }

  @Property(tries = 64, seed = "126")
  void theGateHoldsForEverySetOfResults(
      @ForAll Set<@net.jqwik.api.constraints.NumericChars Character> names) {
    String[] passed =
        names.stream()
            .map(name -> (name % 2 == 0 ? "f" : "p") + (1 + name % 3 % 2))
            .toArray(String[]::new);
    double share = Repair.share(SETS, passing(passed));
    boolean isKept = List.of(passed).containsAll(List.of("p1", "p2"));
    assertTrue(share >= 0 && share <= 1);
    assertTrue(isKept || share == 0);
  }
}

package dev.millrace.rewards.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PytestReportTest {
  @Test
  void summaryLinesAreRead() {
    String output =
        """
        PASSED not/a/result.py::because_it_is_before_the_summary
        =========================== short test summary info ============================
        PASSED tests/test_a.py::test_one
        SKIPPED [1] tests/test_a.py:9: not here
        FAILED tests/test_a.py::test_two[a - b] - assert 1 == 2
        ERROR tests/test_b.py - ModuleNotFoundError: x
        ========================= 1 failed, 1 passed in 0.05s ==========================
        """;
    List<TestResult> results = PytestReport.read(output);
    assertEquals(
        List.of(Status.PASSED, Status.SKIPPED, Status.FAILED, Status.ERROR),
        results.stream().map(TestResult::status).toList());
    assertEquals("tests/test_a.py::test_one", results.getFirst().name());
    assertEquals("ModuleNotFoundError: x", results.getLast().message());
  }

  @Test
  void outputWithoutASummaryHasNoResults() {
    assertEquals(List.of(), PytestReport.read("PASSED a::b\n1 passed"));
  }
}

package dev.millrace.rewards.logs.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.TestLog;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PytestLogTest {
  private static final String STARTS =
      "============================= test session starts ==============================\n";
  private static final String SUMMARY =
      "=========================== short test summary info ============================\n";

  private static Map<String, Status> statuses(String log) throws BrokenLogException {
    Map<String, Status> statuses = new LinkedHashMap<>();
    PytestLog.read(log).tests().forEach(test -> statuses.put(test.name(), test.status()));
    return statuses;
  }

  @Test
  void summaryLinesAreRead() throws BrokenLogException {
    TestLog log =
        PytestLog.read(
            "PASSED not/a/result.py::because_it_is_before_the_summary\n"
                + SUMMARY
                + """
                PASSED tests/test_a.py::test_one
                FAILED tests/test_a.py::test_two[a - b] - assert 1 == 2
                XFAIL tests/test_a.py::test_three - later
                ERROR tests/test_b.py - ModuleNotFoundError: x
                ========================= 1 failed, 1 passed in 0.05s ==========================
                PASSED not/a/result.py::because_it_is_behind_the_summary
                """);
    assertEquals(
        List.of(
            new TestResult("tests/test_a.py::test_one", Status.PASSED, null),
            new TestResult("tests/test_a.py::test_two[a - b]", Status.FAILED, "assert 1 == 2"),
            new TestResult("tests/test_a.py::test_three", Status.XFAIL, "later"),
            new TestResult("tests/test_b.py", Status.ERROR, "ModuleNotFoundError: x")),
        log.tests());
    assertTrue(log.closed());
  }

  @Test
  void progressIsReadOnlyInsideASession() throws BrokenLogException {
    String line = "t.py::test_a[x y] PASSED                 [ 50%]\n";
    assertEquals(Map.of(), statuses(line));
    assertEquals(Map.of("t.py::test_a[x y]", Status.PASSED), statuses(STARTS + line));
    assertEquals(
        Map.of("t.py::test_b", Status.FAILED),
        statuses(
            STARTS
                + "t.py::test_b FAILED [100%]\n=== FAILURES ===\n"
                + line
                + "== 1 failed in 0.1s ==\n"));
  }

  @Test
  void whatATestPrintedMendsNothing() throws BrokenLogException {
    assertEquals(
        Map.of("t.py::test_a", Status.FAILED),
        statuses(
            STARTS
                + "== FAILURES ==\n"
                + SUMMARY
                + "PASSED t.py::test_a\n== 1 passed in 0.01s ==\n"
                + SUMMARY
                + "FAILED t.py::test_a - no\n== 1 failed in 0.01s ==\n"));
  }

  @Test
  void sessionsThatATestStartedAreNotItsOwn() throws BrokenLogException {
    String inner = STARTS + SUMMARY + "FAILED inner.py::test_x\n== 1 failed in 0.01s ==\n";
    assertEquals(
        Map.of("t.py::test_a", Status.PASSED),
        statuses(
            STARTS
                + "== PASSES ==\n"
                + inner
                + SUMMARY
                + "PASSED t.py::test_a\n== 1 passed in 0.01s ==\n"));
  }

  @Test
  void logThatIsCutSaysSo() throws BrokenLogException {
    TestLog log = PytestLog.read(STARTS + "t.py::test_a PASSED [ 50%]\nt.py::test_b ");
    assertEquals(1, log.tests().size());
    assertFalse(log.closed());
  }

  @Test
  void outputWithoutASummaryHasNoResults() throws BrokenLogException {
    assertEquals(Map.of(), statuses("PASSED a::b\n1 passed"));
  }
}

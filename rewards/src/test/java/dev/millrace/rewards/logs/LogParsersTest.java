package dev.millrace.rewards.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LogParsersTest {
  @Test
  void readersAreFoundByOurNamesAndByThoseOfSweBench() throws BrokenLogException {
    String line = "PASSED t.py::test_a extra";
    assertEquals(List.of(), LogParsers.named("pytest").orElseThrow().read(line).tests());
    assertEquals(
        List.of(new TestResult("t.py::test_a", Status.PASSED, null)),
        LogParsers.named("parse_log_pytest").orElseThrow().read(line).tests());
    assertEquals(Optional.empty(), LogParsers.named("parse_log_nothing"));
    assertTrue(LogParsers.names().contains("junit"));
  }

  @Test
  void interruptedResultsOfDjangoAreReadWithPythonsWhiteSpace() throws BrokenLogException {
    assertEquals(
        List.of(new TestResult("test_a (shelf.Tests) ", Status.PASSED, null)),
        read("test_a (shelf.Tests) \t...\u00a0System check identified no issues (0 silenced)\nok"));
    assertEquals(
        List.of(new TestResult("test_a (shelf.Tests)", Status.PASSED, null)),
        read("test_a (shelf.Tests)\n... Internal Server Error: /shelf/\nok"));
  }

  private static List<TestResult> read(String log) throws BrokenLogException {
    return LogParsers.named("parse_log_django").orElseThrow().read(log).tests();
  }

  @Test
  void releaseFourKeepsTheSpacesOfAJestTestThatFiveStrips() throws BrokenLogException {
    String line = "  ✓  holds books (3 ms)";
    assertEquals(
        List.of(new TestResult("holds books", Status.PASSED, null)),
        LogParsers.named("parse_log_jest").orElseThrow().read(line).tests());
    assertEquals(
        List.of(new TestResult(" holds books", Status.PASSED, null)),
        LogParsers.named("v4/parse_log_jest").orElseThrow().read(line).tests());
  }
}

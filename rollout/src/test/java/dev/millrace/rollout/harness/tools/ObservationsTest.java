package dev.millrace.rollout.harness.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObservationsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Ran 1 test in 0.012s                         | Ran 1 test in 0.000s",
        "Ran 12 tests in 10.500s                      | Ran 12 tests in 0.000s",
        "1 failed, 2 passed in 0.12s                  | 1 failed, 2 passed in 0.00s",
        "===== 3 passed, 1 warning in 61.02s (0:01:01) ===== | ===== 3 passed, 1 warning in 0.00s"
            + " ===",
        "no tests ran in 0.01s                        | no tests ran in 0.00s",
      })
  void durationsOfTestRunnersAreZero(String line, String expected) {
    assertEquals("a\n" + expected + "\nb", Observations.stable("a\n" + line + "\nb"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Ran 1 test in 0.012s today", "took 0.12s", "cache warmed in 0.12s", "0.12s"})
  void everythingElseStays(String line) {
    assertEquals(line, Observations.stable(line));
  }
}

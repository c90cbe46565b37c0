package dev.millrace.rewards.part;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.Verdict;
import dev.millrace.rollout.task.Measure;
import dev.millrace.rollout.task.Measure.Better;
import dev.millrace.rollout.task.Measure.Scale;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasuredTest {
  @ParameterizedTest
  @CsvSource({
    "10, LOWER, LINEAR, 5, 2",
    "10, LOWER, LINEAR, 20, 0.5",
    "10, LOWER, LOG, 5, 1",
    "10, LOWER, LOG, 40, -2",
    "10, LOWER, LINEAR, 0, 3",
    "10, HIGHER, LINEAR, 15, 1.5",
    "10, HIGHER, LINEAR, -5, -0.5",
    "10, HIGHER, LINEAR, 1e9, 3",
    "10, HIGHER, LOG, 10, 0",
    "10, HIGHER, LOG, 0, -3"
  })
  void aValueIsHeldAgainstItsBaseline(
      double baseline, Better better, Scale scale, double value, double expected) {
    assertEquals(
        expected, new Measure("n", "m", baseline, better, scale, -3, 3).score(value), 1e-12);
  }

  @Property(tries = 300, seed = "125")
  void betterIsNeverWorthLess(
      @ForAll Better better,
      @ForAll Scale scale,
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double a,
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double b) {
    Measure measure = new Measure("n", "m", 3, better, scale, -4, 4);
    double up = better == Better.HIGHER ? Math.max(a, b) : Math.min(a, b);
    double down = better == Better.HIGHER ? Math.min(a, b) : Math.max(a, b);
    assertTrue(measure.score(up) >= measure.score(down));
    assertTrue(Math.abs(measure.score(up)) <= 4);
  }

  @Test
  void whatWasNotMeasuredIsTheLeastWhereNothingIsSolvedAndNothingElsewhere() {
    List<Measure> measures =
        List.of(new Measure("speed", "seconds", 10, Better.LOWER, Scale.LINEAR, 0, 4));
    assertEquals(Map.of("speed", 0.0), Measured.scores(measures, judged(0, Map.of())));
    assertEquals(Map.of(), Measured.scores(measures, judged(1, Map.of())));
    assertEquals(
        Map.of("speed", 2.5), Measured.scores(measures, judged(1, Map.of("seconds", 4.0))));
  }

  @Test
  void aBaselineIsAboveZero() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Measure("n", "m", 0, Better.HIGHER, Scale.LINEAR, 0, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Measure("n", "m", 1, Better.HIGHER, Scale.LINEAR, 1, 1));
  }

  private static Verdict.Judged judged(double correctness, Map<String, Double> metrics) {
    return new Verdict.Judged(correctness, List.of(), metrics);
  }
}

package dev.millrace.orchestrator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiguresTest {
  @ParameterizedTest
  @ValueSource(strings = {"turnsPerSecond", "turns per second", "_ms", "p50__ms", ""})
  void namesAreSnakeCase(String name) {
    assertThrows(IllegalArgumentException.class, () -> new Figures(Map.of(name, 1.0)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void valuesAreFinite(double value) {
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> new Figures(Map.of("turns_per_second", value)));
    assertTrue(String.valueOf(e.getMessage()).contains("turns_per_second"));
  }

  @Test
  void everyBenchmarkHasANameOfItsOwn() {
    List<String> names = Benchmarks.all().stream().map(Benchmark::name).toList();
    assertEquals(names.stream().distinct().toList(), names);
  }
}

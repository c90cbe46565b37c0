package dev.millrace.orchestrator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SandboxBenchTest {
  private final SandboxBench bench = new SandboxBench();

  @Test
  void whatIsLeftBehindIsWrong() {
    Figures figures = new Figures(Map.of("p50_cycle_ms", 4.0, "leaked_mounts", 2.0));
    assertEquals(List.of("leaked_mounts: expected 0, but was 2"), bench.faults(figures));
  }

  @Test
  void nothingLeftOrFewerThanBeforeIsRight() {
    Figures figures =
        new Figures(Map.of("p50_cycle_ms", 4000.0, "leaked_mounts", 0.0, "leaked_processes", -1.0));
    assertEquals(List.of(), bench.faults(figures));
  }
}

package dev.millrace.orchestrator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ProcessorTimeTest {
  @Test
  void ownTimeAndThatOfEndedChildrenIsAddedUp() {
    String stat = "42 (a) b (c) S 1 42 42 0 -1 4194560 4881 99 0 7 3 20 100 4000 20 0 12 0 881 0 0";
    assertEquals(Duration.ofMillis(41_230), ProcessorTime.of(stat));
  }

  @Test
  void whatAProcessBelowBurnedCountsAfterItsEnd() throws Exception {
    String script = "i=0; while [ $i -lt 1000000 ]; do i=$((i+1)); done; cat /proc/$$/stat";
    Duration before = ProcessorTime.ofProcesses();
    Process busy = new ProcessBuilder("sh", "-c", script).start();
    String told = new String(busy.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertTrue(busy.waitFor(60, TimeUnit.SECONDS));
    Duration burned = ProcessorTime.ofProcesses().minus(before);
    assertTrue(burned.compareTo(ProcessorTime.of(told)) >= 0, burned + " of " + told);
  }
}

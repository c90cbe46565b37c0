package dev.millrace.orchestrator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class MeterTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final Meter meter = new Meter(now::get);

  private void pass(long millis) {
    now.updateAndGet(instant -> instant.plusMillis(millis));
  }

  @Test
  void workIsTimedAndItsResultHandedBack() {
    String result =
        meter.time(
            "work",
            () -> {
              pass(250);
              return "done";
            });
    assertEquals("done", result);
    assertEquals(0.25, meter.sumSeconds("work"));
  }

  @Test
  void workThatFailsIsTimedToo() {
    assertThrows(
        IllegalStateException.class,
        () ->
            meter.timeStep(
                "work",
                () -> {
                  pass(40);
                  throw new IllegalStateException();
                }));
    assertEquals(0.04, meter.sumSeconds("work"));
  }

  @Test
  void percentilesAreSamplesThatWereSeen() {
    for (int millis = 100; millis >= 1; millis--) {
      meter.add("work", Duration.ofMillis(millis));
    }
    assertEquals(50, meter.percentileMillis("work", 0.5));
    assertEquals(95, meter.percentileMillis("work", 0.95));
    assertEquals(100, meter.percentileMillis("work", 1));
  }

  @Test
  void medianAndTailGoAmongTheFigures() {
    for (int millis = 1; millis <= 200; millis++) {
      meter.add("work", Duration.ofMillis(millis));
    }
    Map<String, Double> figures = new HashMap<>();
    meter.percentiles("work", "answer", figures);
    assertEquals(Map.of("p50_answer_ms", 100.0, "p99_answer_ms", 198.0), figures);
    assertEquals(200, meter.count("work"));
    assertEquals(0, meter.count("rest"));
  }

  @Test
  void whatNeverHappenedTookNoTime() {
    assertEquals(0, meter.sumSeconds("work"));
    assertEquals(0, meter.percentileMillis("work", 0.5));
  }
}

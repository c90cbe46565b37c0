package dev.millrace.orchestrator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateTimesTest {
  @TempDir Path work;

  @Test
  void theBenchmarkCountsMicrosecondsOfOneRenderingOfSevenMessages() {
    AtomicLong now = new AtomicLong();
    TemplateTimes times = new TemplateTimes(() -> now.getAndAdd(500_000_000));
    List<String> progress = new ArrayList<>();
    Figures figures =
        new TemplateBench(times).run(new BenchContext(work, Path.of("."), 1, progress::add));
    assertEquals(7.0, figures.values().get("messages"));
    assertEquals(10.0, figures.values().get("rounds"));
    assertEquals(5_000.0, figures.values().get("median_render_us"));
    assertEquals(List.of("rendering for five seconds"), progress);
  }
}

package dev.millrace.orchestrator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchPipelineIT {
  @TempDir Path directory;

  @Test
  void everyStageTakesTimeAndEveryEpisodeIsCounted() throws IOException {
    Called.needRuns("the pipeline's figures stay untested");
    Path json = directory.resolve("figures.json");
    Called called =
        Called.millrace(
            "bench", "pipeline", "--tasks", Called.TASKS, "--episodes", "8", "--json", "" + json);
    assertEquals(0, called.status(), called.err());
    JsonNode figures = new ObjectMapper().readTree(Files.readString(json));
    assertEquals(8, figures.path("episodes").doubleValue());
    assertEquals(8, figures.path("scored_episodes").doubleValue());
    for (String stage :
        List.of(
            "run",
            "sandbox_setup",
            "sandbox_exec",
            "sandbox_capture",
            "policy",
            "scoring",
            "log_append",
            "log_commit",
            "lake_write",
            "sets_build")) {
      assertTrue(figures.path(stage + "_seconds").doubleValue() > 0, stage + " in " + figures);
    }
    assertEquals(
        List.of("pipeline: running 8 episodes", "pipeline: building the sets"),
        called.err().lines().toList());
  }
}

package dev.millrace.orchestrator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.sandbox.namespace.NamespaceProvider;
import dev.millrace.rollout.trajectory.FailureException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineBenchIT {
  private static final Path TASKS =
      Path.of(System.getProperty("millrace.root", ".."), "conf", "tasks");

  @TempDir Path directory;

  private void needSandboxes() {
    try {
      NamespaceProvider.open(directory.resolve("probe/cache"), directory.resolve("probe/scratch"))
          .close();
    } catch (FailureException e) {
      Assumptions.abort("no sandbox here, so the pipeline's figures stay untested: " + e);
    }
  }

  @Test
  void everyStageTakesTimeAndEveryEpisodeIsCounted() throws InterruptedException {
    needSandboxes();
    List<String> said = new ArrayList<>();
    BenchContext context = new BenchContext(directory.resolve("work"), TASKS, 8, said::add);
    Map<String, Double> figures = new PipelineBench().run(context).values();
    assertEquals(8, figures.get("episodes"));
    assertEquals(8, figures.get("scored_episodes"));
    for (String stage :
        List.of(
            "sandbox_setup",
            "sandbox_exec",
            "sandbox_capture",
            "policy",
            "scoring",
            "log_append",
            "log_commit",
            "lake_write",
            "sets_build")) {
      assertTrue(figures.getOrDefault(stage + "_seconds", 0.0) > 0, stage + " in " + figures);
    }
    assertTrue(figures.getOrDefault("turns_per_second", 0.0) > 0, figures.toString());
    assertEquals(List.of("running 8 episodes", "building the sets"), said);
  }
}

package dev.millrace.orchestrator.processes;

import dev.millrace.orchestrator.schedule.LeaseEvent;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Episodes of a task of several steps whose worker is killed between their steps.
class KilledStepsIT {
  /// From the start of an attempt, so that it is in one of its steps.
  private static final long[] MOMENTS = {400, 900, 1500, 2200};

  @TempDir Path directory;

  @Test
  void anEpisodeWhoseWorkerDiesIsRunAgainFromItsFirstStep()
      throws IOException, InterruptedException, URISyntaxException {
    TestRun.needsNamespaces(directory);
    try (TestRun peaceful = run("peaceful")) {
      FiveProcesses.of(peaceful).endWell();
      Results.holdsEachEpisodeOnce(peaceful);
      killed(peaceful);
    }
  }

  private void killed(TestRun peaceful)
      throws IOException, InterruptedException, URISyntaxException {
    try (TestRun run = run("killed")) {
      FiveProcesses five = FiveProcesses.of(run);
      int begun = 0;
      for (long moment : MOMENTS) {
        begun = run.await(LeaseEvent.Started.class, begun + 1);
        boolean ended = five.ended("worker", moment);
        System.out.printf("worker killed after %d ms%s%n", moment, ended ? ": it had ended" : "");
        five.kill("worker");
        five.start("worker");
      }
      five.endWell();
      System.out.printf("%d attempts were repeated%n", Results.repeatedAttempts(run));
      Results.holdsEachEpisodeOnce(run);
      Results.sameSets(peaceful, run);
    }
  }

  private TestRun run(String name) throws IOException, URISyntaxException {
    var here = Objects.requireNonNull(KilledStepsIT.class.getResource("../steps/notes/task.toml"));
    return TestRun.of(
        directory.resolve(name), Path.of(here.toURI()).resolveSibling("..").normalize(), 1);
  }
}

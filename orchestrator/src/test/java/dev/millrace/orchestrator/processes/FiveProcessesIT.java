package dev.millrace.orchestrator.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.orchestrator.schedule.LeaseEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Broker, scheduler, worker, scorer and sink as five processes. One run is left in peace; the
/// others are measured against it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FiveProcessesIT {
  private static final int KILLS = 5;
  private static final long BROKER_GONE_MILLIS = 20_000;

  private Path directory;
  private TestRun peaceful;
  private long millis;

  @BeforeAll
  void runInPeace(@TempDir Path temporary) throws IOException, InterruptedException {
    directory = temporary;
    TestRun.needsNamespaces(directory);
    peaceful = TestRun.of(directory.resolve("peaceful"), 1);
    try (TestRun run = peaceful) {
      long start = System.nanoTime();
      FiveProcesses.of(run).endWell();
      millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      System.out.println("five processes in peace took " + millis + " ms");
    }
  }

  @Test
  void everyEpisodeIsInTheLakeOnceAndEverySetIsThere() {
    Results.holdsEachEpisodeOnce(peaceful);
    for (String set : List.of("sft", "dpo", "rl", "metarl")) {
      assertTrue(Results.digests(peaceful).containsKey(set + "/README.md"), set);
    }
  }

  @Test
  void oneProcessMakesTheSameSetsAsFive() throws IOException, InterruptedException {
    try (TestRun run = TestRun.of(directory.resolve("whole"), 1)) {
      run.endsWell("run", run.whole(Map.of()));
      Results.holdsEachEpisodeOnce(run);
      Results.sameSets(peaceful, run);
    }
  }

  /// A worker is killed each time while it runs an episode. The others are killed first when there
  /// is something to score or to store, and then again and again while they take up their work.
  @ParameterizedTest
  @CsvSource({"worker, 11", "scorer, 12", "sink, 13"})
  void runSurvivesFiveKillsOfARole(String role, long seed)
      throws IOException, InterruptedException {
    Random random = new Random(seed);
    try (TestRun run = TestRun.of(directory.resolve("kill-" + role), 1)) {
      FiveProcesses five = FiveProcesses.of(run);
      int begun = 0;
      for (int kill = 0; kill < KILLS; kill++) {
        long moment = random.nextLong(800);
        if (role.equals("worker")) {
          begun = run.await(LeaseEvent.Started.class, begun + 1);
        } else if (kill == 0) {
          run.await(LeaseEvent.Finished.class, 1);
        } else {
          moment = millis / 20 + random.nextLong(millis / 4);
        }
        boolean ended = five.ended(role, moment);
        System.out.printf(
            "kill %d of %s (seed %d) after %d ms%s%n",
            kill + 1, role, seed, moment, ended ? ": it had ended" : "");
        five.kill(role);
        five.start(role);
      }
      five.endWell();
      System.out.printf(
          "%s killed: %d attempts were repeated%n", role, Results.repeatedAttempts(run));
      Results.holdsEachEpisodeOnce(run);
      Results.sameSets(peaceful, run);
    }
  }

  @Test
  void runSurvivesABrokerThatIsGoneForTwentySeconds() throws IOException, InterruptedException {
    try (TestRun run = TestRun.of(directory.resolve("no-broker"), 1)) {
      FiveProcesses five = FiveProcesses.of(run);
      run.await(LeaseEvent.Started.class, 2);
      five.kill("broker");
      assertFalse(five.ended("sink", BROKER_GONE_MILLIS), "the sink ended without a broker");
      five.start("broker");
      five.endWell();
      Results.holdsEachEpisodeOnce(run);
      Results.sameSets(peaceful, run);
      assertEquals("", five.stackTraces(), "stack traces for people");
    }
  }
}

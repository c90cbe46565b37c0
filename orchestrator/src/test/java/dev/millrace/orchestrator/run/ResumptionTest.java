package dev.millrace.orchestrator.run;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.orchestrator.config.ConfigException;
import dev.millrace.orchestrator.schedule.Plan;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.TaskId;
import dev.millrace.rollout.trajectory.TaskRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResumptionTest {
  private static final TaskRef A = task("swe/a", "d");
  private static final TaskRef B = task("swe/b", "d");

  @TempDir Path directory;
  private RunLayout layout;

  @BeforeEach
  void beginARun() throws IOException {
    layout = new RunLayout(directory);
    Files.createDirectories(layout.broker());
  }

  @Test
  void runGoesOnAndWhatIsCompleteStays() throws IOException {
    Plan plan = plan(7, "reference", A, B);
    List<Episode> all = stored(plan);
    assertDoesNotThrow(() -> Resumption.check(plan, List.of(), layout, true));
    assertDoesNotThrow(() -> Resumption.check(plan, all.subList(0, 1), layout, true));
    Files.delete(layout.broker());
    assertDoesNotThrow(() -> Resumption.check(plan, List.of(), layout, true));
    assertDoesNotThrow(() -> Resumption.check(plan, all, layout, true));
  }

  @Test
  void repeatedAttemptIsOfTheRun() {
    Plan plan = plan(7, "reference", A);
    List<Episode> second = stored(plan).stream().map(episode -> episode.withAttempt(1)).toList();
    assertDoesNotThrow(() -> Resumption.check(plan, second, layout, true));
  }

  @Test
  void lakeOfAnotherRunIsRefusedWithAnEpisodeAndTheReason() {
    List<Episode> stored = stored(plan(7, "reference", A));
    refused(plan(7, "reference", B), stored, "holds swe/a#0.m0", "not in the plan");
    refused(plan(8, "reference", A), stored, "swe/a#0.m0", "another seed");
    refused(plan(7, "engine", A), stored, "made by reference, not engine");
    refused(plan(7, "reference", task("swe/a", "e")), stored, "task has changed");
  }

  @Test
  void lakeThatLacksEpisodesNobodyKnowsOfIsRefused() throws IOException {
    Files.delete(layout.broker());
    List<Episode> stored = stored(plan(7, "reference", A));
    refused(
        plan(7, "reference", A, B), stored, "lacks 2 of the 4", layout.broker().toString(), "gone");
    assertDoesNotThrow(() -> Resumption.check(plan(7, "reference", A, B), stored, layout, false));
  }

  private void refused(Plan plan, List<Episode> stored, String... parts) {
    String told =
        String.valueOf(
            assertThrows(ConfigException.class, () -> Resumption.check(plan, stored, layout, true))
                .getMessage());
    for (String part : parts) {
      assertTrue(told.contains(part), () -> part + " is not in: " + told);
    }
  }

  private static List<Episode> stored(Plan plan) {
    return List.copyOf(plan.episodes());
  }

  private static Plan plan(long seed, String policy, TaskRef... tasks) {
    return Plan.of(List.of(tasks), Map.of("swe", 1.0), new Plan.Shape(2, 1, seed, policy));
  }

  private static TaskRef task(String id, String digit) {
    return new TaskRef(new TaskId(id), "swe", digit.repeat(64));
  }
}

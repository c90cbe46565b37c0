package dev.millrace.datasets.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.datasets.lake.Lake;
import dev.millrace.datasets.lake.MemoryLake;
import dev.millrace.datasets.lake.Trajectories;
import dev.millrace.datasets.lake.table.Row;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which episodes are imitated or preferred: those that solved their task by their own work.
final class ExamplesTest {
  private static final ScoredTrajectory FAULTY =
      Trajectories.of("swe/a", "g0", 1)
          .step("ls", "a")
          .fault("wrong_path", "cat x", "no such file")
          .say("no")
          .scored(0, 0.1);

  private final List<Row> rows = new ArrayList<>();

  private static ScoredTrajectory solved(String flag) {
    return Trajectories.of("swe/a", "g0", 0)
        .flag(flag)
        .step("ls", "a")
        .step("cat a", "fine")
        .say("done")
        .scored(1, 1.3);
  }

  private SetSummary build(SetBuilder builder, String flag) {
    rows.clear();
    return builder.build(MemoryLake.of(List.of(solved(flag), FAULTY)), rows::add);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tests_edited",
        "tests_weakened",
        "tests_shadowed",
        "runner_subverted",
        "reward_forged",
        "history_mined",
        "bounds_probed",
        "special_cased"
      })
  void successThatMayBeNoneOfItsOwnIsNoExample(String flag) {
    assertEquals(1L, build(new SftBuilder(), flag).drops().get("episode_tampered"));
    assertEquals(List.of(), rows);
    build(new DpoBuilder(0.1), flag);
    assertEquals(List.of(), rows);
  }

  @Test
  void almostSolvedIsNotSolved() {
    ScoredTrajectory almost =
        Trajectories.of("swe/a", "g0", 0).step("ls", "a").say("done").scored(0.99, 1);
    SetSummary summary = new SftBuilder().build(MemoryLake.of(List.of(almost)), rows::add);
    assertEquals(Map.of("episode_not_solved", 1L), summary.drops());
    assertEquals(List.of(), rows);
  }

  @Test
  void episodesThatAreWorthNearlyTheSameAreNoPair() {
    ScoredTrajectory best = Trajectories.of("swe/a", "g0", 0).say("one").scored(1, 1.3);
    ScoredTrajectory next = Trajectories.of("swe/a", "g0", 1).say("two").scored(1, 1.25);
    Lake lake = MemoryLake.of(List.of(best, next));
    SetSummary summary = new DpoBuilder(0.1).build(lake, rows::add);
    assertEquals(1L, summary.drops().get("group_below_the_margin"));
    assertEquals(0, summary.rows());
    assertEquals(1, new DpoBuilder(0.01).build(lake, rows::add).rows());
  }

  @Test
  void otherFlagsMakeNoDifference() {
    build(new SftBuilder(), "out_of_scope");
    assertEquals(List.of("g0.m0"), rows.stream().map(row -> row.string("episode_id")).toList());
    build(new DpoBuilder(0.1), "out_of_scope");
    assertEquals(
        List.of("step g0.m0", "trajectory g0.m0"),
        rows.stream()
            .map(row -> row.string("kind") + " " + row.string("chosen_episode_id"))
            .toList());
  }
}

package dev.millrace.datasets.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.datasets.lake.Lake;
import dev.millrace.datasets.lake.SampleLake;
import dev.millrace.datasets.lake.Trajectories;
import dev.millrace.datasets.lake.table.Row;
import dev.millrace.datasets.lake.table.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The sets of [SampleLake], worked out by hand.
final class SetsTest {
  private final List<Row> rows = new ArrayList<>();

  private SetSummary build(SetBuilder builder) {
    return builder.build(SampleLake.inMemory(), rows::add);
  }

  @Test
  void sftKeepsSolvedEpisodesAndCountsTheOthers() {
    SetSummary summary = build(new SftBuilder());
    assertEquals(
        Map.of(
            "episode_not_solved", 1L,
            "episode_without_verdict_verifier", 1L,
            "episode_without_verdict_environment", 1L),
        summary.drops());
    assertEquals(
        List.of("g0.m0", "g0.m1", "g0.m2", "g1.m0"),
        rows.stream().map(row -> row.string("episode_id")).toList());
  }

  @Test
  void sftMasksTheFaultAndTrainsTheRecovery() {
    build(new SftBuilder());
    Row recovered = rows.get(1);
    assertEquals(1, recovered.int32("num_faults"));
    assertArrayEquals(new byte[] {0, 0, 1, 0, 0, 0, 1, 0, 1}, recovered.bytes("message_trained"));
    int fault = indexOf(recovered.ints("input_ids"), Trajectories.id("x\"}"));
    int recovery = indexOf(recovered.ints("input_ids"), Trajectories.id("a\"}"));
    assertEquals(3, recovered.bytes("mask_reason")[fault]);
    assertEquals(Chain.IGNORED, recovered.ints("labels")[fault]);
    assertEquals(Trajectories.id("a\"}"), recovered.ints("labels")[recovery]);
  }

  @Test
  void dpoPrefersASiblingsStepAndMarksARecovery() {
    SetSummary summary = build(new DpoBuilder(0.1));
    assertEquals(3, summary.rows());
    Row step = rows.get(0);
    assertEquals("step", step.string("kind"));
    assertEquals("wrong_path", step.string("fault"));
    assertEquals("g0.m0", step.string("chosen_episode_id"));
    assertTrue(step.strings("chosen").getFirst().contains("\"arguments\":{\"command\":\"cat a\"}"));
    assertEquals(4, step.strings("prompt").size());
    assertEquals("recovery", rows.get(1).string("kind"));
    assertEquals("g0.m2", rows.get(1).string("chosen_episode_id"));
    Row whole = rows.get(2);
    assertEquals("g0.m0", whole.string("chosen_episode_id"));
    assertEquals("g0.m3", whole.string("rejected_episode_id"));
    assertEquals(1.15, whole.float64("margin"), 1e-12);
  }

  @Test
  void rlMeasuresEachRolloutAgainstItsGroup() {
    build(new RlBuilder());
    double mean = (1.3 + 1.25 + 1.2 + 0.15) / 4;
    assertEquals(mean, rows.getFirst().float64("group_mean"), 1e-12);
    double sum = rows.stream().mapToDouble(row -> row.float64("advantage")).sum();
    assertEquals(0.0, sum, 1e-9);
    Row truncated = rows.get(3);
    assertTrue(truncated.bool("truncated"));
    assertEquals(
        truncated.int32("response_len"), truncated.nullableInts("weight_versions").length());
    assertTrue(rows.getFirst().isNull("response_logprobs"));
    assertTrue(rows.get(4).bool("zero_variance"));
  }

  @Test
  void metarlAddsUpRegretOverAttempts() {
    SetSummary summary = build(new MetaRlBuilder());
    assertEquals(1L, summary.drops().get("trial_with_fewer_than_two_attempts"));
    Row trial = rows.getFirst();
    assertArrayEquals(new double[] {1, 1, 1, 0.5}, trial.doubles("attempt_value"));
    assertArrayEquals(new double[] {0, 0, 0, 0.5}, trial.doubles("cumulative_regret"));
    assertArrayEquals(new double[] {1, 0, 0, -0.5}, trial.doubles("attempt_progress"));
    assertEquals(1.2 + 0.6 * 0.15, trial.doubles("trial_return")[2], 1e-12);
    assertEquals("[0.1425,0.15]", trial.strings("turn_returns").getLast());
  }

  @Test
  void setsDoNotDependOnHowTheLakeIsStored(@TempDir Path directory) {
    Lake parquet = SampleLake.in(Store.local(directory));
    for (SetBuilder builder :
        List.of(new SftBuilder(), new DpoBuilder(0.1), new RlBuilder(), new MetaRlBuilder())) {
      rows.clear();
      List<Row> stored = new ArrayList<>();
      assertEquals(build(builder), builder.build(parquet, stored::add));
      assertEquals(rows, stored);
    }
  }

  private static int indexOf(int[] ids, int id) {
    int at = 0;
    while (ids[at] != id) {
      at++;
    }
    return at;
  }
}

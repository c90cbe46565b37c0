package dev.millrace.datasets.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.datasets.lake.MemoryLake;
import dev.millrace.datasets.lake.Trajectories;
import dev.millrace.datasets.lake.table.Row;
import dev.millrace.rollout.trajectory.BranchCause;
import dev.millrace.rollout.trajectory.Fidelity;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Which branches the sets take in.
final class BranchRulesTest {
  private final List<Row> rows = new ArrayList<>();

  @Test
  void textOnlyBranchIsRefusedWhereTokensAreTrained() {
    ScoredTrajectory text = one(0).origin(BranchCause.FIRST, Fidelity.TEXT_ONLY).scored(1, 1);
    assertEquals(Map.of("branch_not_token_exact", 1L), drops(new RlBuilder(), text));
    assertEquals(1L, drops(new MetaRlBuilder(), text).get("branch_not_token_exact"));
    assertEquals(2L, drops(new DpoBuilder(0.1), text).get("branch_not_token_exact"));
    assertEquals(List.of(), rows);
  }

  @Test
  void textOnlyBranchKeepsItsTextForFineTuning() {
    drops(new SftBuilder(), one(0).origin(BranchCause.FIRST, Fidelity.TEXT_ONLY).scored(1, 1));
    Row row = rows.getFirst();
    assertEquals("text_only", row.string("fidelity"));
    assertFalse(row.isNull("messages"));
    assertTrue(row.isNull("input_ids"));
    assertTrue(row.isNull("num_tokens"));
  }

  @Test
  void sideCallIsRefusedByAll() {
    ScoredTrajectory side = one(0).origin(BranchCause.SIDE_CALL, Fidelity.TOKEN_EXACT).scored(1, 1);
    assertEquals(Map.of("branch_is_side_call", 1L), drops(new RlBuilder(), side));
    assertEquals(1L, drops(new MetaRlBuilder(), side).get("episode_without_tokens"));
    assertEquals(List.of(), rows);
  }

  @Test
  void missingLogprobOfATrainedTokenIsNeverMadeUp() {
    ScoredTrajectory gap =
        Trajectories.of("swe/a", "g0", 0).missingOneLogprob().say("x").scored(1, 1);
    assertEquals(Map.of("logprob_missing", 1L), drops(new RlBuilder(), gap));
    assertEquals(List.of(), rows);
  }

  @Test
  void conversationThatWasCutHasTokensButNoText() {
    ScoredTrajectory cut = one(0).origin(BranchCause.COMPACTION, Fidelity.TOKEN_EXACT).scored(1, 1);
    drops(new SftBuilder(), cut);
    assertTrue(rows.getFirst().isNull("messages"));
    assertFalse(rows.getFirst().isNull("input_ids"));
    assertEquals(1L, drops(new DpoBuilder(0.1), cut).get("step_in_a_conversation_that_was_cut"));
  }

  @Test
  void maskAndThinkingAreSaid() {
    drops(new RlBuilder(), Trajectories.of("swe/a", "g0", 0).masked().say("hi").scored(1, 1));
    Row row = rows.getFirst();
    assertTrue(row.bool("distribution_masked"));
    assertEquals("behaviour", row.string("logprob_kind"));
    assertEquals(
        List.of(
            "{\"start\":0,\"end\":2,\"thinking\":"
                + "{\"on\":true,\"past_visible\":false,\"mode\":\"turn_level\"}}"),
        row.strings("turns"));
  }

  private static Trajectories one(int member) {
    return Trajectories.of("swe/a", "g0", member)
        .fault("wrong_path", "cat x", "no such file")
        .step("cat a", "fine");
  }

  private Map<String, Long> drops(SetBuilder builder, ScoredTrajectory... scored) {
    return builder.build(MemoryLake.of(List.of(scored)), rows::add).drops();
  }
}

package dev.millrace.datasets.lake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.datasets.lake.table.Store;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.MaskReason;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import dev.millrace.rollout.trajectory.Tokens;
import dev.millrace.rollout.trajectory.Trajectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrefixCheckTest {
  @TempDir Path directory;

  @Test
  void branchThatNoLongerBeginsWithWhatWasSentIsNotRead() {
    Branch branch = branch();
    Tokens tokens = branch.tokens();
    int[] ids = tokens.ids();
    ids[branch.turns().get(3).start()]++;
    assertBroken(
        1, Tokens.of(ids, tokens.sampled(), tokens.maskReasons(), tokens.logprobs()), "digest");
  }

  @Test
  void branchWhoseSampledTokensAreNotMarkedSoIsNotRead() {
    Branch branch = branch();
    Tokens tokens = branch.tokens();
    int first = branch.turns().get(2).start();
    boolean[] sampled = tokens.sampled();
    byte[] reasons = tokens.maskReasons();
    sampled[first] = false;
    reasons[first] = MaskReason.PROMPT.code();
    assertBroken(0, Tokens.of(tokens.ids(), sampled, reasons, null), "is not marked sampled");
  }

  private static Branch branch() {
    return LakeContract.solved("g0", 0).trajectory().branches().getFirst();
  }

  private void assertBroken(int turn, Tokens tokens, String why) {
    Lake lake = new ParquetLake(Store.local(directory));
    LakeWriter writer = lake.writer();
    writer.claim("scored", 0);
    writer.write(LakeContract.range(0, 0), List.of(with(tokens, LakeContract.solved("g0", 0))));
    BrokenPrefixException broken =
        assertThrows(
            BrokenPrefixException.class, () -> lake.read(Set.of(LakeContract.id("g0", 0))));
    assertEquals(LakeContract.id("g0", 0), broken.episode());
    assertEquals(turn, broken.turn());
    assertTrue(String.valueOf(broken.getMessage()).contains(why), broken.toString());
  }

  private static ScoredTrajectory with(Tokens changed, ScoredTrajectory scored) {
    Trajectory t = scored.trajectory();
    Branch branch = t.branches().getFirst();
    Branch other =
        new Branch(
            branch.id(),
            null,
            branch.origin(),
            changed,
            branch.turns(),
            branch.versions(),
            branch.tokenizer());
    return new ScoredTrajectory(
        new Trajectory(
            t.episode(),
            t.tools(),
            t.messages(),
            t.events(),
            List.of(other),
            t.outcome(),
            t.end(),
            t.provenance()),
        scored.judgement());
  }
}

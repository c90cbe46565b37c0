package dev.millrace.datasets.lake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.datasets.lake.table.Store;
import dev.millrace.rollout.trajectory.Branch;
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
    ScoredTrajectory good = LakeContract.solved("g0", 0);
    Lake lake = new ParquetLake(Store.local(directory));
    LakeWriter writer = lake.writer();
    writer.claim("scored", 0);
    writer.write(LakeContract.range(0, 0), List.of(withFirstToolTokenChanged(good)));
    BrokenPrefixException broken =
        assertThrows(
            BrokenPrefixException.class, () -> lake.read(Set.of(LakeContract.id("g0", 0))));
    assertEquals(LakeContract.id("g0", 0), broken.episode());
    assertEquals(1, broken.turn());
  }

  private static ScoredTrajectory withFirstToolTokenChanged(ScoredTrajectory scored) {
    Trajectory t = scored.trajectory();
    Branch branch = t.branches().getFirst();
    Tokens tokens = branch.tokens();
    int[] ids = tokens.ids();
    ids[branch.turns().get(3).start()]++;
    Tokens changed = Tokens.of(ids, tokens.sampled(), tokens.maskReasons(), tokens.logprobs());
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

package dev.millrace.datasets.lake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.datasets.lake.table.FaultyFiles;
import dev.millrace.datasets.lake.table.Store;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A writer that dies at every step it can die at.
final class LakeCrashTest {
  private static final int MORE_STEPS_THAN_A_COMMIT_TAKES = 20;
  private static final List<ScoredTrajectory> ROWS =
      List.of(LakeContract.solved("g0", 0), LakeContract.solved("g0", 1));
  private static final Set<EpisodeId> ALL =
      Set.of(LakeContract.id("g0", 0), LakeContract.id("g0", 1));

  @TempDir Path directory;

  @Test
  void writerThatDiesAtAnyStepLeavesAllOrNothing() throws IOException {
    Set<Boolean> outcomes = new HashSet<>();
    for (int steps = 0; steps < MORE_STEPS_THAN_A_COMMIT_TAKES; steps++) {
      Path lake = directory.resolve("lake" + steps);
      Files.createDirectory(lake);
      boolean hasFinished = writeUntilItDies(FaultyFiles.dyingAfter(steps, lake));
      Lake reopened = new ParquetLake(Store.local(lake));
      Set<EpisodeId> seen = reopened.episodes();
      assertTrue(seen.isEmpty() || seen.equals(ALL), "after " + steps + " steps: " + seen);
      assertTrue(!hasFinished || seen.equals(ALL), "a finished commit is visible");
      assertEquals(seen.isEmpty() ? 0 : 10, reopened.nextOffset("scored", 0));
      recover(reopened);
      assertEquals(ALL, reopened.episodes());
      assertEquals(ROWS, reopened.read(ALL));
      assertEquals(2, filesIn(lake.resolve("episodes")) + filesIn(lake.resolve("branches")));
      outcomes.add(hasFinished);
    }
    assertEquals(Set.of(true, false), outcomes);
  }

  private static boolean writeUntilItDies(Store store) {
    try {
      LakeWriter writer = new ParquetLake(store).writer();
      writer.claim("scored", 0);
      writer.write(LakeContract.range(0, 9), ROWS);
      return true;
    } catch (LakeException _) {
      return false;
    }
  }

  private static void recover(Lake lake) {
    LakeWriter writer = lake.writer();
    long next = writer.claim("scored", 0);
    if (next == 0) {
      writer.write(LakeContract.range(0, 9), ROWS);
    }
  }

  private static long filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }

  @Test
  void storingThatFailsNamesPathAndFreeBytesAndCanBeTriedAgain() {
    Path lake = directory.resolve("full");
    LakeWriter writer = new ParquetLake(FaultyFiles.dyingAfter(5, lake)).writer();
    writer.claim("scored", 0);
    LakeException failure =
        assertThrows(LakeException.class, () -> writer.write(LakeContract.range(0, 9), ROWS));
    String message = String.valueOf(failure.getMessage());
    assertTrue(message.contains(lake.toString()) && message.contains("bytes are free"), message);
    Lake reopened = new ParquetLake(Store.local(lake));
    assertEquals(Set.of(), reopened.episodes());
    recover(reopened);
    assertEquals(ALL, reopened.episodes());
  }
}

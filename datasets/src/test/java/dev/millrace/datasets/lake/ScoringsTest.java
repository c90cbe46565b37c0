package dev.millrace.datasets.lake;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.datasets.lake.table.FaultyFiles;
import dev.millrace.datasets.lake.table.Store;
import dev.millrace.rollout.trajectory.Checkpoint;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.Flag;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScoringsTest {
  private static final Scoring SCORING = new Scoring("correctness", "terms", "code");
  private static final int MORE_STEPS_THAN_A_COMMIT_TAKES = 16;

  @TempDir Path directory;

  private ParquetLake lake() {
    return new ParquetLake(Store.local(directory));
  }

  private static Rescored rescored(String group, int member, double correctness) {
    ScoredTrajectory scored =
        Trajectories.of("swe/slug", group, member).step("ls", "a").scored(correctness, 1.5);
    Episode episode = scored.trajectory().episode();
    return new Rescored(
        episode.id(),
        episode.task(),
        episode.group(),
        new Rescored.Before(0.25, null),
        scored.judgement());
  }

  @Test
  void rowsAreReadBackInOrder() {
    Rescored failed =
        new Rescored(
            new EpisodeId("e"),
            rescored("g0", 0, 1).task(),
            rescored("g0", 0, 1).group(),
            new Rescored.Before(null, null),
            new Judgement.Unscored(
                new Failure.Verifier("hung"), List.of(new Flag("stalled", 2, "turn 2", "x"))));
    Scorings.Hand hand = lake().scorings().hand(SCORING);
    assertEquals(2, hand.write(List.of(rescored("g1", 0, 0), rescored("g0", 1, 1))));
    assertEquals(1, hand.write(List.of(failed)));
    assertEquals(
        List.of(failed, rescored("g0", 1, 1), rescored("g1", 0, 0)),
        lake().scorings().read(SCORING.id()));
    assertEquals(Set.of(), lake().scorings().episodes("other"));
  }

  @Test
  void anEpisodeIsInAScoringOnce() {
    lake().scorings().hand(SCORING).write(List.of(rescored("g0", 0, 1)));
    Scorings.Hand again = lake().scorings().hand(SCORING);
    assertEquals(0, again.write(List.of(rescored("g0", 0, 0))));
    assertEquals(1, again.write(List.of(rescored("g0", 0, 0), rescored("g0", 1, 0))));
    assertEquals(
        List.of(rescored("g0", 0, 1), rescored("g0", 1, 0)), lake().scorings().read(SCORING.id()));
  }

  @Test
  void theHandThatCameLastIsTheOneThatWrites() {
    Scorings.Hand early = lake().scorings().hand(SCORING);
    Scorings.Hand late = lake().scorings().hand(SCORING);
    assertThrows(LakeConflictException.class, () -> early.write(List.of(rescored("g0", 0, 1))));
    assertEquals(1, late.write(List.of(rescored("g0", 0, 1))));
  }

  @Test
  void waysThatDifferHaveDifferentIds() {
    assertEquals(SCORING.id(), new Scoring("correctness", "terms", "code").id());
    assertNotEquals(SCORING.id(), new Scoring("correctness", "others", "code").id());
    assertNotEquals(SCORING.id(), new Scoring("correctness", "terms", "stored").id());
  }

  @Test
  void scoresStandBesideTheEpisodesAndChangeNoneOfThem() {
    ParquetLake lake = lake();
    LakeWriter writer = lake.writer();
    writer.claim("scored", 0);
    writer.write(LakeContract.range(0, 0), List.of(LakeContract.solved("g0", 0)));
    lake.scorings().hand(SCORING).write(List.of(rescored("g0", 0, 0)));
    assertEquals(
        List.of(LakeContract.solved("g0", 0)), lake.read(Set.of(LakeContract.id("g0", 0))));
    assertEquals(1, lake.nextOffset("scored", 0));
    assertEquals(1, lake.keys().size());
    assertEquals(List.of(List.of(LakeContract.id("g0", 0))), lake.commits());
    assertEquals(Set.of(LakeContract.id("g0", 0)), lake.tasks().keySet());
  }

  @Test
  void aHandThatDiesAtAnyStepLeavesAllOrNothing() throws IOException {
    boolean hasFinished = false;
    for (int steps = 0; steps < MORE_STEPS_THAN_A_COMMIT_TAKES; steps++) {
      Path at = directory.resolve("lake" + steps);
      Files.createDirectory(at);
      List<Rescored> rows = List.of(rescored("g0", 0, 1), rescored("g0", 1, 0));
      hasFinished = writeUntilItDies(FaultyFiles.dyingAfter(steps, at), rows);
      Scorings reopened = new ParquetLake(Store.local(at)).scorings();
      int seen = reopened.read(SCORING.id()).size();
      assertTrue(seen == 0 || seen == 2, "after " + steps + " steps: " + seen);
      reopened.hand(SCORING).write(rows);
      assertEquals(rows, reopened.read(SCORING.id()));
      try (Stream<Path> files = Files.list(at.resolve("scores"))) {
        assertEquals(1, files.count());
      }
    }
    assertTrue(hasFinished);
  }

  private static boolean writeUntilItDies(Store store, List<Rescored> rows) {
    try {
      new ParquetLake(store).scorings().hand(SCORING).write(rows);
      return true;
    } catch (LakeException _) {
      return false;
    }
  }

  @Test
  void statesThatTravelWithTheirRecordsAreKeptOnce() {
    byte[] end = "end".getBytes(StandardCharsets.UTF_8);
    byte[] middle = {0, -1, 127};
    LakeWriter writer = lake().writer();
    writer.claim("scored", 0);
    writer.write(
        LakeContract.range(0, 1),
        List.of(
            ending(0, new WorkspaceDelta("e", 3, end), new WorkspaceDelta("m", 3, middle)),
            ending(1, new WorkspaceDelta("e", 3, end), WorkspaceDelta.storedElsewhere("x", 9))));
    Map<String, byte[]> states = lake().states(Set.of(LakeContract.id("g0", 1)));
    assertEquals(Set.of("e", "m"), states.keySet());
    assertArrayEquals(end, states.get("e"));
    assertArrayEquals(middle, states.get("m"));
  }

  private static ScoredTrajectory ending(int member, WorkspaceDelta end, WorkspaceDelta middle) {
    ScoredTrajectory scored = LakeContract.solved("g0", member);
    Trajectory made = scored.trajectory();
    return new ScoredTrajectory(
        new Trajectory(
            made.episode(),
            made.tools(),
            made.messages(),
            made.events(),
            made.branches(),
            made.outcome(),
            new Trajectory.End(null, end, List.of(new Checkpoint(0, 1, middle))),
            made.provenance()),
        scored.judgement());
  }
}

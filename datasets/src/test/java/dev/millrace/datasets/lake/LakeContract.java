package dev.millrace.datasets.lake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.rollout.trajectory.BranchCause;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.Fidelity;
import dev.millrace.rollout.trajectory.Flag;
import dev.millrace.rollout.trajectory.GroupId;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every lake keeps.
public abstract class LakeContract {
  static final String TOPIC = "scored";

  /// A lake over the same storage each time it is called within a test.
  protected abstract Lake lake();

  static ScoredTrajectory solved(String group, int member) {
    return Trajectories.of("swe/slug", group, member)
        .step("ls", "a b c")
        .fault("wrong_path", "cat x", "no such file")
        .step("cat y", "fine")
        .say("done")
        .scored(1.0, 1.3);
  }

  static OffsetRange range(long first, long last) {
    return new OffsetRange(TOPIC, 0, first, last);
  }

  static EpisodeId id(String group, int member) {
    return Episode.idOf(new GroupId(group), member);
  }

  @Test
  void emptyLakeStartsAtOffsetZero() {
    assertEquals(0, lake().nextOffset(TOPIC, 0));
    assertEquals(0, lake().writer().claim(TOPIC, 0));
    assertEquals(Set.of(), lake().episodes());
  }

  @Test
  void whatIsWrittenIsReadBackWhole() {
    List<ScoredTrajectory> rows =
        List.of(
            solved("g0", 0),
            Trajectories.of("swe/slug", "g0", 1).withLogprobs(3).step("ls", "a").scored(0.0, 0.1),
            Trajectories.of("swe/slug", "g0", 2)
                .step("ls", "a")
                .unscored(new Failure.Verifier("it hung")),
            Trajectories.brokenAtStart("swe/slug", "g0", 3),
            Trajectories.of("swe/slug", "g0", 4)
                .origin(BranchCause.COMPACTION, Fidelity.TEXT_ONLY)
                .step("ls", "a")
                .masked()
                .missingOneLogprob()
                .step("ls", "b")
                .scored(1.0, 1.2));
    LakeWriter writer = lake().writer();
    writer.claim(TOPIC, 0);
    assertEquals(new LakeWriter.Committed(5, 4, 0), writer.write(range(0, 9), rows));
    assertEquals(
        rows, lake().read(Set.of(id("g0", 0), id("g0", 1), id("g0", 2), id("g0", 3), id("g0", 4))));
  }

  @Test
  void flagsOfAnEpisodeWithoutAVerdictAreKept() {
    ScoredTrajectory forged =
        Trajectories.of("swe/slug", "g0", 0)
            .step("ls", "a")
            .unscored(
                new Failure.Verifier("it is not signed"),
                List.of(new Flag("reward_forged", null, "verdict", "it is not signed")));
    LakeWriter writer = lake().writer();
    writer.claim(TOPIC, 0);
    writer.write(range(0, 0), List.of(forged));
    assertEquals(List.of(forged), lake().read(Set.of(id("g0", 0))));
  }

  @Test
  void keysComeInOrderOfTaskGroupAndMember() {
    LakeWriter writer = lake().writer();
    writer.claim(TOPIC, 0);
    writer.write(range(0, 1), List.of(solved("g1", 0), solved("g0", 1)));
    writer.write(range(2, 2), List.of(solved("g0", 0)));
    assertEquals(
        List.of(id("g0", 0), id("g0", 1), id("g1", 0)),
        lake().keys().stream().map(EpisodeKey::episode).toList());
  }

  @Test
  void nextOffsetFollowsTheLastCommittedRange() {
    LakeWriter writer = lake().writer();
    writer.claim(TOPIC, 0);
    writer.write(range(0, 4), List.of(solved("g0", 0)));
    writer.write(range(7, 9), List.of());
    assertEquals(10, lake().nextOffset(TOPIC, 0));
    assertEquals(0, lake().nextOffset(TOPIC, 1));
    assertEquals(10, lake().writer().claim(TOPIC, 0));
  }

  @Test
  void episodeThatIsInTheLakeIsLeftOutAndCounted() {
    LakeWriter writer = lake().writer();
    writer.claim(TOPIC, 0);
    writer.write(range(0, 0), List.of(solved("g0", 0)));
    assertEquals(
        new LakeWriter.Committed(1, 1, 2),
        writer.write(range(1, 3), List.of(solved("g0", 0), solved("g0", 1), solved("g0", 1))));
    assertEquals(2, lake().keys().size());
  }

  @Test
  void overlappingRangeIsAConflict() {
    LakeWriter writer = lake().writer();
    writer.claim(TOPIC, 0);
    writer.write(range(0, 4), List.of(solved("g0", 0)));
    assertThrows(
        LakeConflictException.class, () -> writer.write(range(4, 6), List.of(solved("g0", 1))));
    assertEquals(Set.of(id("g0", 0)), lake().episodes());
  }

  @Test
  void unclaimedPartitionCannotBeWritten() {
    LakeWriter writer = lake().writer();
    assertThrows(LakeConflictException.class, () -> writer.write(range(0, 0), List.of()));
  }

  @Test
  void earlierClaimantCannotCommitAnyMore() {
    LakeWriter early = lake().writer();
    LakeWriter late = lake().writer();
    early.claim(TOPIC, 0);
    late.claim(TOPIC, 0);
    assertThrows(
        LakeConflictException.class, () -> early.write(range(0, 4), List.of(solved("g0", 0))));
    assertEquals(
        new LakeWriter.Committed(1, 1, 0), late.write(range(0, 2), List.of(solved("g0", 1))));
    assertEquals(Set.of(id("g0", 1)), lake().episodes());
  }

  @Test
  void partitionsAreIndependent() {
    LakeWriter one = lake().writer();
    LakeWriter other = lake().writer();
    one.claim(TOPIC, 0);
    other.claim(TOPIC, 1);
    one.write(range(0, 0), List.of(solved("g0", 0)));
    other.write(new OffsetRange(TOPIC, 1, 0, 0), List.of(solved("g1", 0)));
    assertEquals(Set.of(id("g0", 0), id("g1", 0)), lake().episodes());
  }
}

package dev.millrace.datasets.lake;

import dev.millrace.datasets.lake.table.Store;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import java.util.List;

/// A small lake whose sets can be worked out by hand: group g0 has a solved episode, one that
/// recovered from a fault at the very step the first took rightly, one that recovered from a fault
/// nobody else made, one that gave up, one unjudged and one broken; g1 has one honest and solved.
public final class SampleLake {
  private SampleLake() {}

  public static final List<ScoredTrajectory> ROWS =
      List.of(
          Trajectories.of("swe/slug", "g0", 0)
              .step("ls", "a b c")
              .step("cat a", "fine")
              .say("done")
              .scored(1.0, 1.3),
          Trajectories.of("swe/slug", "g0", 1)
              .step("ls", "a b c")
              .fault("wrong_path", "cat x", "no such file")
              .step("cat a", "fine")
              .say("done")
              .scored(1.0, 1.25),
          Trajectories.of("swe/slug", "g0", 2)
              .step("pwd", "/app")
              .fault("edit_mismatch", "sed z", "no match")
              .step("sed a", "fine")
              .say("done")
              .scored(1.0, 1.2),
          Trajectories.of("swe/slug", "g0", 3)
              .withLogprobs(4)
              .ending(new Outcome.Truncated(Outcome.Limit.TURNS))
              .potentials(0.0, 0.5)
              .step("ls", "a b c")
              .say("i give up")
              .scored(0.0, 0.15),
          Trajectories.of("swe/slug", "g0", 4)
              .step("ls", "a b c")
              .unscored(new Failure.Verifier("it hung")),
          Trajectories.brokenAtStart("swe/slug", "g0", 5),
          Trajectories.of("tools/shop", "g1", 0).step("ls", "a").say("done").scored(1.0, 1.3));

  public static Lake in(Store store) {
    return fill(new ParquetLake(store));
  }

  /// The same rows in memory.
  public static Lake inMemory() {
    return fill(new MemoryLake());
  }

  private static Lake fill(Lake lake) {
    LakeWriter writer = lake.writer();
    writer.claim("scored", 0);
    writer.write(new OffsetRange("scored", 0, 0, 3), ROWS.subList(0, 4));
    writer.write(new OffsetRange("scored", 0, 5, 7), ROWS.subList(4, ROWS.size()));
    return lake;
  }
}

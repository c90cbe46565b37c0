package dev.millrace.orchestrator.roles;

import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Provenance;
import dev.millrace.rollout.trajectory.Score;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import dev.millrace.rollout.trajectory.Timings;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Trajectories and judgements without content.
final class Episodes {
  static final Judgement SOLVED =
      new Judgement.Scored(
          new Score(
              Map.of("correctness", 1.0), 1, "f".repeat(64), List.of(), List.of(), List.of()));

  private Episodes() {}

  static Trajectory submitted(Episode episode) {
    return ended(episode, new Outcome.Completed(Outcome.Ending.SUBMITTED));
  }

  static Trajectory ended(Episode episode, Outcome outcome) {
    Timings timings =
        new Timings(Instant.EPOCH, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    return new Trajectory(
        episode,
        List.of(),
        List.of(),
        new Trajectory.Events(List.of(), List.of(), Usage.NONE, timings),
        List.of(),
        outcome,
        Trajectory.End.NOTHING,
        new Provenance("fake", "none", "none", Map.of()));
  }

  static ScoredTrajectory scored(Episode episode) {
    return new ScoredTrajectory(submitted(episode), SOLVED);
  }
}

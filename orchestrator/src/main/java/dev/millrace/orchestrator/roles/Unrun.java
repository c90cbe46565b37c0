package dev.millrace.orchestrator.roles;

import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Provenance;
import dev.millrace.rollout.trajectory.Timings;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The trajectory of an episode that left nothing: it is counted, and is never a reward.
final class Unrun {
  private Unrun() {}

  static Trajectory trajectory(Episode episode, Failure failure, Instant at) {
    Timings timings = new Timings(at, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    return new Trajectory(
        episode,
        List.of(),
        List.of(),
        new Trajectory.Events(List.of(), List.of(), Usage.NONE, timings),
        List.of(),
        new Outcome.Failed(failure),
        Trajectory.End.NOTHING,
        new Provenance("none", "none", "none", Map.of()));
  }
}

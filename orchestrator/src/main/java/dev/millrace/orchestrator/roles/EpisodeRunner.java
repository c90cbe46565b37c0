package dev.millrace.orchestrator.roles;

import dev.millrace.rollout.harness.TurnListener;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.Trajectory;

/// Runs an episode with whatever task, policy and sandbox it names.
public interface EpisodeRunner {
  /// @throws dev.millrace.rollout.trajectory.FailureException when there was nothing to run
  Trajectory run(Episode episode, TurnListener listener) throws InterruptedException;
}

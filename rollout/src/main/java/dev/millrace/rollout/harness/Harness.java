package dev.millrace.rollout.harness;

import dev.millrace.rollout.trajectory.Trajectory;

/// Drives one episode from its first prompt to its outcome.
public interface Harness {
  /// The harness's name, stored with every trajectory.
  String name();

  /// Runs the episode to its end on the calling thread. Never throws for what the agent, the engine
  /// or the sandbox does: that is the trajectory's outcome. An interrupt cancels and is thrown.
  Trajectory run(EpisodeRun run) throws InterruptedException;
}

package dev.millrace.orchestrator.roles;

import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.Trajectory;

/// Judges a trajectory against its task.
public interface Judge {
  Judgement judge(Trajectory trajectory) throws InterruptedException;
}

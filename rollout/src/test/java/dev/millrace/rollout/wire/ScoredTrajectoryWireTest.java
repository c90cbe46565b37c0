package dev.millrace.rollout.wire;

import dev.millrace.rollout.trajectory.ScoredTrajectory;

class ScoredTrajectoryWireTest extends WireContract<ScoredTrajectory> {
  ScoredTrajectoryWireTest() {
    super(ScoredTrajectory.class);
  }
}

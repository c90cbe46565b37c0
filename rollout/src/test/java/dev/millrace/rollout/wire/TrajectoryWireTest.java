package dev.millrace.rollout.wire;

import dev.millrace.rollout.trajectory.Trajectory;

class TrajectoryWireTest extends WireContract<Trajectory> {
  TrajectoryWireTest() {
    super(Trajectory.class);
  }
}

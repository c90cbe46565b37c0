package dev.millrace.orchestrator.roles;

import dev.millrace.orchestrator.schedule.EpisodeOrder;
import dev.millrace.orchestrator.schedule.LeaseEvent;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.wire.Wire;

/// What travels in which topic.
public final class Codecs {
  public static final Wire<EpisodeOrder> TASKS = Wire.of(EpisodeOrder.class);
  public static final Wire<LeaseEvent> LEASES = Wire.of(LeaseEvent.class);
  public static final Wire<TurnRecord> TURNS = Wire.of(TurnRecord.class);
  public static final Wire<Trajectory> TRAJECTORIES = Wire.of(Trajectory.class);
  public static final Wire<ScoredTrajectory> SCORED = Wire.of(ScoredTrajectory.class);
  public static final Wire<DeadLetter> DEAD_LETTERS = Wire.of(DeadLetter.class);
  public static final Wire<WeightsServed> POLICY_VERSIONS = Wire.of(WeightsServed.class);

  private Codecs() {}
}

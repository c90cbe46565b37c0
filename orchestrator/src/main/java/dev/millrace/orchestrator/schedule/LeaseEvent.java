package dev.millrace.orchestrator.schedule;

import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.Failure;
import java.time.Instant;
import java.util.List;

/// What happened to the episodes of a run, in one order: the `leases` topic.
public sealed interface LeaseEvent {
  Instant at();

  /// The scheduler sent an attempt out.
  record Dispatched(EpisodeId episode, int attempt, Instant at) implements LeaseEvent {}

  /// A worker has taken an attempt: from here on it holds the lease.
  record Started(EpisodeId episode, int attempt, String worker, Instant at) implements LeaseEvent {}

  /// A worker is alive and still runs these.
  record Heartbeat(String worker, List<Lease> leases, Instant at) implements LeaseEvent {
    public Heartbeat {
      leases = List.copyOf(leases);
    }
  }

  /// An attempt's trajectory is in the `trajectories` topic.
  record Finished(EpisodeId episode, int attempt, Instant at) implements LeaseEvent {}

  /// An attempt broke for a reason that another attempt may not meet.
  record Broke(EpisodeId episode, int attempt, Failure failure, Instant at) implements LeaseEvent {}

  /// A lease was not renewed in time.
  record Expired(EpisodeId episode, int attempt, Instant at) implements LeaseEvent {}

  /// No attempt is left; the scheduler has written the failed trajectory itself.
  record GivenUp(EpisodeId episode, int attempt, Failure failure, Instant at)
      implements LeaseEvent {}

  /// Every episode of the plan is in the lake: all roles may go home.
  record RunStored(int episodes, Instant at) implements LeaseEvent {}

  /// One attempt that a worker runs.
  record Lease(EpisodeId episode, int attempt) {}
}

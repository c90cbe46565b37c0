package dev.millrace.orchestrator.schedule;

import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The state of a run. [#decide] looks and says what shall happen; [#apply] alone changes the
/// state, and only by events, so that replaying the `leases` topic always leads to the same state.
/// Not thread-safe.
public final class Schedule {
  /// How much longer than a lease an attempt may wait for a worker. It is not lost there: the
  /// record stays in the topic. The bound only catches a record that Kafka gave up delivering.
  private static final int DISPATCH_PATIENCE = 20;

  private final Settings settings;
  private final Map<EpisodeId, Seat> seats = new LinkedHashMap<>();
  private final Map<Phase, Integer> counts = new EnumMap<>(Phase.class);

  public Schedule(Plan plan, Settings settings) {
    this.settings = settings;
    for (Episode episode : plan.episodes()) {
      seats.put(episode.id(), new Seat(Phase.WAITING, 0, Instant.EPOCH, null));
      counts.merge(Phase.WAITING, 1, Integer::sum);
    }
  }

  /// What shall happen now. Nothing has happened yet: the caller appends these events, and applies
  /// them when they come back.
  public List<LeaseEvent> decide(Instant now) {
    List<LeaseEvent> events = new ArrayList<>();
    int room = settings.inFlight() - count(Phase.DISPATCHED) - count(Phase.RUNNING);
    for (Map.Entry<EpisodeId, Seat> entry : seats.entrySet()) {
      EpisodeId id = entry.getKey();
      Seat seat = entry.getValue();
      switch (seat.phase) {
        case WAITING -> {
          if (seat.attempt >= settings.attempts()) {
            events.add(new LeaseEvent.GivenUp(id, seat.attempt - 1, lastFailure(seat), now));
          } else if (room > 0) {
            events.add(new LeaseEvent.Dispatched(id, seat.attempt, now));
            room--;
          }
        }
        case RUNNING -> {
          if (seat.since.plus(settings.lease()).isBefore(now)) {
            events.add(new LeaseEvent.Expired(id, seat.attempt, now));
          }
        }
        case DISPATCHED -> {
          Duration patience = settings.lease().multipliedBy(DISPATCH_PATIENCE);
          if (seat.since.plus(patience).isBefore(now)) {
            events.add(new LeaseEvent.Expired(id, seat.attempt, now));
          }
        }
        case DONE -> {}
      }
    }
    return events;
  }

  /// Takes an event into the state. Events of other attempts than the current one, and of episodes
  /// that are done, change nothing; a trajectory of any attempt finishes its episode.
  public void apply(LeaseEvent event) {
    switch (event) {
      case LeaseEvent.Dispatched e -> move(e.episode(), e.attempt(), Phase.DISPATCHED, e.at());
      case LeaseEvent.Started e -> move(e.episode(), e.attempt(), Phase.RUNNING, e.at());
      case LeaseEvent.Heartbeat e ->
          e.leases().forEach(lease -> renew(lease.episode(), lease.attempt(), e.at()));
      case LeaseEvent.Finished e -> done(e.episode());
      case LeaseEvent.GivenUp e -> done(e.episode());
      case LeaseEvent.Broke e -> again(e.episode(), e.attempt(), e.failure());
      case LeaseEvent.Expired e ->
          again(
              e.episode(),
              e.attempt(),
              new Failure.Budget(
                  "attempt "
                      + e.attempt()
                      + " was not heard of for "
                      + settings.lease().toSeconds()
                      + " s"));
      case LeaseEvent.RunStored _ -> {}
    }
  }

  /// How many further attempts an episode has after this one.
  public int attemptsLeft(int attempt) {
    return Math.max(0, settings.attempts() - 1 - attempt);
  }

  public boolean isDone() {
    return count(Phase.DONE) == seats.size();
  }

  public int count(Phase phase) {
    return counts.getOrDefault(phase, 0);
  }

  private void move(EpisodeId id, int attempt, Phase phase, Instant at) {
    Seat seat = seat(id);
    if (seat.phase != Phase.DONE && seat.attempt == attempt) {
      put(id, new Seat(phase, attempt, at, seat.failure));
    }
  }

  private void renew(EpisodeId id, int attempt, Instant at) {
    Seat seat = seat(id);
    if (seat.phase == Phase.RUNNING && seat.attempt == attempt) {
      put(id, new Seat(Phase.RUNNING, attempt, at, seat.failure));
    }
  }

  private void again(EpisodeId id, int attempt, Failure failure) {
    Seat seat = seat(id);
    if (seat.phase != Phase.DONE && seat.attempt == attempt) {
      put(id, new Seat(Phase.WAITING, attempt + 1, Instant.EPOCH, failure));
    }
  }

  private void done(EpisodeId id) {
    Seat seat = seat(id);
    put(id, new Seat(Phase.DONE, seat.attempt, seat.since, seat.failure));
  }

  private void put(EpisodeId id, Seat seat) {
    Seat before = seats.put(id, seat);
    if (before != null) {
      counts.merge(before.phase, -1, Integer::sum);
    }
    counts.merge(seat.phase, 1, Integer::sum);
  }

  private Seat seat(EpisodeId id) {
    Seat seat = seats.get(id);
    if (seat == null) {
      throw new IllegalArgumentException(
          "an event names the episode "
              + id
              + ", which is not in the plan; were all roles started"
              + " with the same configuration and tasks?");
    }
    return seat;
  }

  private static Failure lastFailure(Seat seat) {
    return seat.failure == null ? new Failure.Budget("no attempt was granted") : seat.failure;
  }

  /// Where an episode is.
  public enum Phase {
    WAITING,
    DISPATCHED,
    RUNNING,
    DONE
  }

  /// The bounds of a schedule.
  ///
  /// @param inFlight attempts that are sent out and not finished, at most
  /// @param lease how long a running attempt may be silent
  /// @param attempts how often an episode is tried, at least 1
  public record Settings(int inFlight, Duration lease, int attempts) {}

  private record Seat(Phase phase, int attempt, Instant since, @Nullable Failure failure) {}
}

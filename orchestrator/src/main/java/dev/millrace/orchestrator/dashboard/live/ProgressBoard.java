package dev.millrace.orchestrator.dashboard.live;

import dev.millrace.orchestrator.dashboard.Verdicts;
import dev.millrace.orchestrator.roles.TurnRecord;
import dev.millrace.orchestrator.schedule.LeaseEvent;
import dev.millrace.orchestrator.schedule.Plan;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import dev.millrace.rollout.trajectory.ToolExecution;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Gathers what the topics say into [RunProgress]. The topics are read one beside the other, so a
/// score may be seen before the end of its episode: what is known of an episode only moves on.
/// Belongs to one thread.
final class ProgressBoard {
  private static final int SLOWEST = 3;

  private final Instant start;
  private final Map<EpisodeId, Seat> seats = new LinkedHashMap<>();
  private long turns;
  private long tokens;
  private long toolErrors;

  ProgressBoard(Plan plan, Instant start) {
    this.start = start;
    for (Episode episode : plan.episodes()) {
      seats.put(episode.id(), new Seat(episode.task().family()));
    }
  }

  void add(LeaseEvent event) {
    switch (event) {
      case LeaseEvent.Started e -> move(e.episode(), Phase.RUNNING, e.at());
      case LeaseEvent.Finished e -> move(e.episode(), Phase.WAITING, e.at());
      case LeaseEvent.GivenUp e -> move(e.episode(), Phase.WAITING, e.at());
      case LeaseEvent.Broke e -> move(e.episode(), Phase.PLANNED, e.at());
      case LeaseEvent.Expired e -> move(e.episode(), Phase.PLANNED, e.at());
      case LeaseEvent.Dispatched _, LeaseEvent.Heartbeat _, LeaseEvent.RunStored _ -> {}
    }
  }

  void add(TurnRecord turn) {
    turns++;
    tokens += turn.call().sampledTokens();
    toolErrors +=
        turn.executions().stream()
            .map(ToolExecution::status)
            .filter(status -> status.isError())
            .count();
  }

  void add(ScoredTrajectory scored) {
    Phase phase =
        switch (scored.judgement()) {
          case Judgement.Scored(var score) -> Verdicts.passed(score) ? Phase.PASSED : Phase.FAILED;
          case Judgement.Unscored _ -> Phase.BROKEN;
        };
    Seat seat = seats.get(scored.trajectory().episode().id());
    if (seat != null) {
      seat.phase = phase;
    }
  }

  RunProgress snapshot(Instant now) {
    SortedMap<String, FamilyProgress> families = new TreeMap<>();
    seats.values().forEach(s -> families.merge(s.family, s.counted(), FamilyProgress::plus));
    return new RunProgress(
        Duration.between(start, now),
        families,
        new RunProgress.Work(turns, tokens, toolErrors),
        slowest(now));
  }

  private List<RunProgress.RunningEpisode> slowest(Instant now) {
    return seats.entrySet().stream()
        .filter(entry -> entry.getValue().phase == Phase.RUNNING)
        .sorted(Comparator.comparing(entry -> entry.getValue().since))
        .limit(SLOWEST)
        .map(
            entry ->
                new RunProgress.RunningEpisode(
                    entry.getKey(), Duration.between(entry.getValue().since, now)))
        .toList();
  }

  private void move(EpisodeId id, Phase phase, Instant at) {
    Seat seat = seats.get(id);
    if (seat != null && (seat.phase == Phase.PLANNED || seat.phase == Phase.RUNNING)) {
      seat.phase = phase;
      seat.since = at;
    }
  }

  private enum Phase {
    PLANNED,
    RUNNING,
    WAITING,
    PASSED,
    FAILED,
    BROKEN
  }

  private static final class Seat {
    private final String family;
    private Phase phase = Phase.PLANNED;
    private Instant since = Instant.EPOCH;

    Seat(String family) {
      this.family = family;
    }

    FamilyProgress counted() {
      return new FamilyProgress(
          1,
          is(Phase.RUNNING),
          is(Phase.WAITING),
          is(Phase.PASSED),
          is(Phase.FAILED),
          is(Phase.BROKEN));
    }

    private int is(Phase other) {
      return phase == other ? 1 : 0;
    }
  }
}

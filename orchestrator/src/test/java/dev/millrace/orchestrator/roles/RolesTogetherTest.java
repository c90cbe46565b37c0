package dev.millrace.orchestrator.roles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.orchestrator.log.EventLog;
import dev.millrace.orchestrator.log.Topic;
import dev.millrace.orchestrator.log.memory.MemoryLog;
import dev.millrace.orchestrator.schedule.LeaseEvent;
import dev.millrace.orchestrator.schedule.Plan;
import dev.millrace.orchestrator.schedule.Plans;
import dev.millrace.orchestrator.schedule.Schedule;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import dev.millrace.rollout.trajectory.Trajectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Scheduler, worker, scorer and sink over one log.
class RolesTogetherTest {
  private static final Duration LEASE = Duration.ofSeconds(10);

  private final Plan plan = Plans.of(3, 2);
  private final ManualClock clock = new ManualClock();
  private final MemoryLog log = new MemoryLog();
  private final FakeLake lake = new FakeLake();

  @TempDir Path directory;

  @Test
  void everyPlannedEpisodeIsStoredAndAllRolesGoHome() throws InterruptedException {
    try (Actors actors = new Actors()) {
      Actors.Actor scheduler = actors.start(scheduler(log));
      Actors.Actor worker = actors.start(worker((episode, _) -> Episodes.submitted(episode)));
      Actors.Actor scorer = actors.start(scorer());
      Actors.Actor sink = actors.start(sink());
      for (Actors.Actor role : List.of(sink, scheduler, worker, scorer)) {
        Actors.ended(role);
      }
    }
    storedOnce();
  }

  @Test
  void episodesOfAWorkerThatDiedAreSentOutAgain() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    try (Actors actors = new Actors()) {
      actors.start(scheduler(log));
      Actors.Actor dying =
          actors.start(
              worker(
                  (episode, _) -> {
                    never.await();
                    return Episodes.submitted(episode);
                  }));
      leases(LeaseEvent.Started.class, 2);
      Actors.kill(dying);
      actors.start(worker((episode, _) -> Episodes.submitted(episode)));
      actors.start(scorer());
      Actors.Actor sink = actors.start(sink());
      Actors.endedWhile(sink, () -> clock.advance(LEASE.plusSeconds(1)));
    }
    storedOnce();
    assertTrue(
        lake.read(lake.episodes()).stream().anyMatch(row -> attempt(row) == 1),
        "no episode was sent out again");
  }

  @Test
  void schedulerThatIsStartedAgainSendsNothingTwice() throws InterruptedException {
    try (Actors actors = new Actors()) {
      Actors.Actor first = actors.start(scheduler(log));
      leases(LeaseEvent.Dispatched.class, 3);
      Actors.kill(first);
      actors.start(scheduler(log));
      actors.start(worker((episode, _) -> Episodes.submitted(episode)));
      actors.start(scorer());
      Actors.ended(actors.start(sink()));
    }
    assertEquals(plan.size(), Watch.now(log, Topic.TASKS, Codecs.TASKS).size());
  }

  @Test
  void schedulerWhoseTransactionIsLostDecidesAgain() throws InterruptedException {
    EventLog losing = new SpyingLog(log, _ -> {}).losingBefore(2);
    try (Actors actors = new Actors()) {
      actors.start(scheduler(losing));
      leases(LeaseEvent.Dispatched.class, 3);
    }
    assertEquals(3, Watch.now(log, Topic.TASKS, Codecs.TASKS).size());
  }

  @Test
  void schedulerWhoseAnswerIsLostSendsNothingTwice() throws InterruptedException {
    EventLog losing = new SpyingLog(log, _ -> {}).losingAfter(1);
    try (Actors actors = new Actors()) {
      actors.start(scheduler(losing));
      actors.start(worker((episode, _) -> Episodes.submitted(episode)));
      actors.start(scorer());
      Actors.ended(actors.start(sink()));
    }
    assertEquals(plan.size(), Watch.now(log, Topic.TASKS, Codecs.TASKS).size());
  }

  @Test
  void episodeThatBreaksEveryTimeIsTriedAgainAndThenStoredWithoutAScore()
      throws InterruptedException {
    Failure failure = new Failure.Sandbox("no room for an overlay");
    EpisodeId unlucky = plan.episodes().iterator().next().id();
    try (Actors actors = new Actors()) {
      actors.start(scheduler(log));
      actors.start(
          worker(
              (episode, _) -> {
                if (episode.id().equals(unlucky)) {
                  throw new FailureException(failure);
                }
                return Episodes.submitted(episode);
              }));
      actors.start(scorer());
      Actors.ended(actors.start(sink()));
    }
    storedOnce();
    ScoredTrajectory row = row(unlucky);
    assertEquals(2, attempt(row));
    assertEquals(new Outcome.Failed(failure), row.trajectory().outcome());
    assertEquals(new Judgement.Unscored(failure), row.judgement());
  }

  @Test
  void episodeThatKillsEveryWorkerIsGivenUp() throws InterruptedException {
    EpisodeId deadly = plan.episodes().iterator().next().id();
    CountDownLatch never = new CountDownLatch(1);
    try (Actors actors = new Actors()) {
      actors.start(scheduler(log));
      actors.start(scorer());
      Actors.Actor sink = actors.start(sink());
      for (int attempt = 0; attempt < 3; attempt++) {
        Actors.Actor worker =
            actors.start(
                worker(
                    (episode, _) -> {
                      if (episode.id().equals(deadly)) {
                        never.await();
                      }
                      return Episodes.submitted(episode);
                    }));
        int started = attempt;
        Watch.until(
            log,
            Topic.LEASES,
            Codecs.LEASES,
            seen ->
                seen.stream().anyMatch(e -> isStart(e, deadly, started))
                    && seen.stream().filter(LeaseEvent.Finished.class::isInstance).count()
                        >= plan.size() - 1);
        Actors.kill(worker);
        clock.advance(LEASE.plusSeconds(1));
      }
      Actors.ended(sink);
    }
    storedOnce();
    Outcome.Failed outcome =
        assertInstanceOf(Outcome.Failed.class, row(deadly).trajectory().outcome());
    assertInstanceOf(Failure.Budget.class, outcome.failure());
    assertInstanceOf(Judgement.Unscored.class, row(deadly).judgement());
  }

  private static boolean isStart(LeaseEvent event, EpisodeId id, int attempt) {
    return event instanceof LeaseEvent.Started s
        && s.episode().equals(id)
        && s.attempt() == attempt;
  }

  private static int attempt(ScoredTrajectory row) {
    return row.trajectory().episode().attempt();
  }

  private ScoredTrajectory row(EpisodeId id) {
    return lake.read(java.util.Set.of(id)).getFirst();
  }

  private void leases(Class<? extends LeaseEvent> kind, int wanted) throws InterruptedException {
    Watch.until(
        log,
        Topic.LEASES,
        Codecs.LEASES,
        seen -> seen.stream().filter(kind::isInstance).count() >= wanted);
  }

  private SchedulerRole scheduler(EventLog on) {
    return new SchedulerRole(on, plan, new Schedule.Settings(3, LEASE, 3), clock);
  }

  private WorkerRole worker(EpisodeRunner runner) {
    return new WorkerRole(
        log, runner, new DeltaStore(directory), new WorkerRole.Settings("w", 2, LEASE), clock);
  }

  private ScorerRole scorer() {
    return new ScorerRole(
        log,
        RolesTogetherTest::judged,
        new DeltaStore(directory),
        new ScorerRole.Settings("0", 2),
        clock);
  }

  private static Judgement judged(Trajectory trajectory) {
    return trajectory.outcome() instanceof Outcome.Failed(Failure failure)
        ? new Judgement.Unscored(failure)
        : Episodes.SOLVED;
  }

  private SinkRole sink() {
    return new SinkRole(
        log,
        lake,
        plan,
        new SinkRole.Settings(2, Duration.ofSeconds(5), Duration.ofSeconds(10)),
        clock);
  }

  private void storedOnce() {
    List<EpisodeId> stored = lake.rows();
    assertEquals(plan.size(), stored.size());
    assertEquals(
        new HashSet<>(plan.episodes().stream().map(Episode::id).toList()), new HashSet<>(stored));
  }
}

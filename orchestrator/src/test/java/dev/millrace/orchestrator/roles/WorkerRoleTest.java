package dev.millrace.orchestrator.roles;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.orchestrator.log.Appender;
import dev.millrace.orchestrator.log.EventLog;
import dev.millrace.orchestrator.log.LogException;
import dev.millrace.orchestrator.log.Topic;
import dev.millrace.orchestrator.log.memory.MemoryLog;
import dev.millrace.orchestrator.schedule.EpisodeOrder;
import dev.millrace.orchestrator.schedule.LeaseEvent;
import dev.millrace.orchestrator.schedule.Plan;
import dev.millrace.orchestrator.schedule.Plans;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Trajectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerRoleTest {
  private static final Failure SANDBOX = new Failure.Sandbox("no room for an overlay");

  private final Plan plan = Plans.of(2, 2);
  private final List<Episode> episodes = List.copyOf(plan.episodes());
  private final ManualClock clock = new ManualClock();
  private final MemoryLog log = new MemoryLog();

  @TempDir Path directory;

  @Test
  void leaseIsWrittenBeforeTheOrderIsSettled() throws InterruptedException {
    AtomicReference<List<LeaseEvent>> atSettling = new AtomicReference<>(List.of());
    EventLog spying =
        new SpyingLog(
            log,
            _ -> {
              try {
                atSettling.set(Watch.now(log, Topic.LEASES, Codecs.LEASES));
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    order(episodes.getFirst(), 0);
    try (Actors actors = new Actors()) {
      actors.start(worker(spying, (episode, _) -> Episodes.submitted(episode)));
      trajectories(1);
    }
    assertEquals(
        List.of(new LeaseEvent.Started(episodes.getFirst().id(), 0, "w0", clock.instant())),
        atSettling.get());
  }

  @Test
  void orderThatWasNotSettledGoesToAnotherWorker() throws InterruptedException {
    EventLog dying =
        new SpyingLog(
            log,
            _ -> {
              throw new LogException("died before settling", new IllegalStateException());
            });
    order(episodes.getFirst(), 0);
    try (Actors actors = new Actors()) {
      Actors.Actor first = actors.start(worker(dying, (episode, _) -> Episodes.submitted(episode)));
      assertThrows(LogException.class, () -> Actors.ended(first));
      actors.start(worker(log, (episode, _) -> Episodes.submitted(episode)));
      trajectories(1);
    }
  }

  @Test
  void trajectoryIsDurableBeforeTheEpisodeIsCalledFinished() throws InterruptedException {
    order(episodes.getFirst(), 0);
    try (Actors actors = new Actors()) {
      actors.start(worker(log, (episode, _) -> Episodes.submitted(episode)));
      Watch.until(
          log,
          Topic.LEASES,
          Codecs.LEASES,
          seen -> seen.stream().anyMatch(LeaseEvent.Finished.class::isInstance));
      assertEquals(1, Watch.now(log, Topic.TRAJECTORIES, Codecs.TRAJECTORIES).size());
    }
  }

  @Test
  void weightsThatEnginesServedArePublishedOnce() throws InterruptedException {
    order(episodes.get(0), 0);
    order(episodes.get(1), 0);
    try (Actors actors = new Actors()) {
      actors.start(
          worker(log, (episode, _) -> WeightsSeenTest.sampled(episode, "vllm http://a:1", 3, 4)));
      trajectories(2);
      List<WeightsServed> served = Watch.now(log, Topic.POLICY_VERSIONS, Codecs.POLICY_VERSIONS);
      assertEquals(
          List.of(
              new WeightsServed(
                  episodes.getFirst().policy(),
                  List.of(new WeightsServed.Engine("vllm http://a:1", 4)),
                  clock.instant())),
          served);
    }
  }

  @Test
  void runningEpisodesAreHeldByHeartbeats() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    order(episodes.getFirst(), 0);
    try (Actors actors = new Actors()) {
      actors.start(
          worker(
              log,
              (episode, _) -> {
                never.await();
                return Episodes.submitted(episode);
              }));
      Watch.until(
          log,
          Topic.LEASES,
          Codecs.LEASES,
          seen ->
              seen.contains(
                  new LeaseEvent.Heartbeat(
                      "w0",
                      List.of(new LeaseEvent.Lease(episodes.getFirst().id(), 0)),
                      clock.instant())));
    }
  }

  @Test
  void brokenAttemptIsReportedWhileAttemptsAreLeft() throws InterruptedException {
    order(episodes.getFirst(), 1);
    try (Actors actors = new Actors()) {
      actors.start(worker(log, WorkerRoleTest::broken));
      Watch.until(
          log,
          Topic.LEASES,
          Codecs.LEASES,
          seen ->
              seen.contains(
                  new LeaseEvent.Broke(episodes.getFirst().id(), 0, SANDBOX, clock.instant())));
      assertEquals(List.of(), Watch.now(log, Topic.TRAJECTORIES, Codecs.TRAJECTORIES));
    }
  }

  @Test
  void lastBrokenAttemptLeavesAFailedTrajectory() throws InterruptedException {
    order(episodes.getFirst(), 0);
    try (Actors actors = new Actors()) {
      actors.start(worker(log, WorkerRoleTest::broken));
      assertEquals(new Outcome.Failed(SANDBOX), trajectories(1).getFirst().outcome());
    }
  }

  @Test
  void bugThatOneEpisodeMeetsDoesNotStopTheOthers() throws InterruptedException {
    for (Episode episode : episodes) {
      order(episode, 2);
    }
    try (Actors actors = new Actors()) {
      actors.start(
          worker(
              log,
              (episode, _) -> {
                if (episode.equals(episodes.getFirst())) {
                  throw new IllegalStateException("a secret of the task");
                }
                return Episodes.submitted(episode);
              }));
      List<Trajectory> all = trajectories(episodes.size());
      Trajectory failed =
          all.stream()
              .filter(t -> t.episode().equals(episodes.getFirst()))
              .findFirst()
              .orElseThrow();
      Outcome.Failed outcome = assertInstanceOf(Outcome.Failed.class, failed.outcome());
      assertEquals(
          new Failure.Agent("the harness broke: java.lang.IllegalStateException"),
          outcome.failure());
    }
  }

  @Test
  void bytesThatAreNoOrderGoToTheDeadLettersAndTheNextOneRuns() throws InterruptedException {
    try (Appender appender = log.appender()) {
      appender.append(Topic.TASKS, "garbage", "no record".getBytes(UTF_8));
      appender.flush();
    }
    order(episodes.getFirst(), 0);
    try (Actors actors = new Actors()) {
      actors.start(worker(log, (episode, _) -> Episodes.submitted(episode)));
      trajectories(1);
      List<DeadLetter> letters =
          Watch.until(log, Topic.DEAD_LETTERS, Codecs.DEAD_LETTERS, seen -> seen.size() == 1);
      assertEquals("worker", letters.getFirst().role());
      assertTrue(letters.getFirst().source().startsWith("tasks-"), letters.toString());
      assertTrue(!letters.getFirst().reason().contains("no record"), letters.toString());
    }
  }

  @Test
  void noMoreEpisodesRunAtOnceThanTheWorkerMay() throws InterruptedException {
    List<Episode> entered = new ArrayList<>();
    CountDownLatch full = new CountDownLatch(2);
    CountDownLatch go = new CountDownLatch(1);
    for (Episode episode : episodes) {
      order(episode, 0);
    }
    try (Actors actors = new Actors()) {
      actors.start(
          worker(
              log,
              (episode, _) -> {
                synchronized (entered) {
                  entered.add(episode);
                }
                full.countDown();
                go.await();
                return Episodes.submitted(episode);
              }));
      full.await();
      Watch.until(
          log,
          Topic.LEASES,
          Codecs.LEASES,
          seen -> seen.stream().filter(LeaseEvent.Started.class::isInstance).count() >= 2);
      synchronized (entered) {
        assertEquals(2, entered.size());
      }
      go.countDown();
      trajectories(episodes.size());
    }
  }

  private static Trajectory broken(Episode episode, Object listener) {
    throw new FailureException(SANDBOX);
  }

  private WorkerRole worker(EventLog on, EpisodeRunner runner) {
    return new WorkerRole(
        on,
        runner,
        new DeltaStore(directory),
        new WorkerRole.Settings("w0", 2, Duration.ofMillis(100)),
        clock);
  }

  private void order(Episode episode, int attemptsLeft) {
    try (Appender appender = log.appender()) {
      appender.append(
          Topic.TASKS,
          episode.group().value(),
          Codecs.TASKS.encode(new EpisodeOrder(episode, attemptsLeft)));
      appender.flush();
    }
  }

  private List<Trajectory> trajectories(int wanted) throws InterruptedException {
    return Watch.until(log, Topic.TRAJECTORIES, Codecs.TRAJECTORIES, seen -> seen.size() == wanted);
  }
}

package dev.millrace.orchestrator.roles;

import dev.millrace.orchestrator.log.Appender;
import dev.millrace.orchestrator.log.EventLog;
import dev.millrace.orchestrator.log.LogException;
import dev.millrace.orchestrator.log.LogRecord;
import dev.millrace.orchestrator.log.ShareReader;
import dev.millrace.orchestrator.log.Topic;
import dev.millrace.orchestrator.schedule.EpisodeOrder;
import dev.millrace.orchestrator.schedule.LeaseEvent;
import dev.millrace.rollout.harness.TurnEvent;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.wire.WireException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs episodes: takes one from the share group, writes that it has it (the lease), and only then
/// settles the record; so a death in between repeats an attempt and loses none.
public final class WorkerRole implements Role {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerRole.class);
  private static final Duration WAIT = Duration.ofMillis(200);

  /// What a trajectory may be, encoded; the log's limit less room for headers.
  private static final int MAX_TRAJECTORY_BYTES = 15 << 20;

  private final EventLog log;
  private final EpisodeRunner runner;
  private final DeltaStore deltas;
  private final Settings settings;
  private final InstantSource clock;
  private final WeightsSeen weights = new WeightsSeen();
  private final Map<EpisodeId, LeaseEvent.Lease> held = new ConcurrentHashMap<>();

  public WorkerRole(
      EventLog log,
      EpisodeRunner runner,
      DeltaStore deltas,
      Settings settings,
      InstantSource clock) {
    this.log = log;
    this.runner = runner;
    this.deltas = deltas;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "worker";
  }

  @Override
  public void run() throws InterruptedException {
    try (Appender appender = log.appender();
        ShareReader tasks = log.share("workers", Topic.TASKS);
        EndOfRun end = EndOfRun.watch(log);
        TaskScope episodes = new TaskScope("episode");
        TaskScope heart = new TaskScope("heartbeat")) {
      var _ = heart.fork(() -> beat(appender));
      Semaphore slots = new Semaphore(settings.episodes());
      while (!end.reached()) {
        heart.check();
        episodes.check();
        if (!slots.tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
          continue;
        }
        slots.release();
        for (LogRecord record : tasks.poll(WAIT)) {
          take(record, tasks, appender, episodes, slots);
        }
      }
    }
  }

  private void take(
      LogRecord record, ShareReader tasks, Appender appender, TaskScope episodes, Semaphore slots) {
    EpisodeOrder order;
    try {
      order = Codecs.TASKS.decode(record.value());
    } catch (WireException e) {
      DeadLetter letter =
          new DeadLetter(
              name(), record.toString(), String.valueOf(e.getMessage()), clock.instant());
      appender.append(Topic.DEAD_LETTERS, record.key(), Codecs.DEAD_LETTERS.encode(letter));
      appender.flush();
      tasks.accept(record);
      return;
    }
    Episode episode = order.episode();
    LeaseEvent.Lease lease = new LeaseEvent.Lease(episode.id(), episode.attempt());
    held.put(episode.id(), lease);
    lease(
        appender,
        new LeaseEvent.Started(episode.id(), episode.attempt(), settings.id(), clock.instant()));
    appender.flush();
    tasks.accept(record);
    var _ =
        episodes.fork(
            () -> {
              slots.acquire();
              try {
                publish(order, attempt(order, appender), appender);
              } finally {
                // Not a lease of a later attempt that came here too.
                held.remove(episode.id(), lease);
                slots.release();
              }
              return episode;
            });
  }

  private Trajectory attempt(EpisodeOrder order, Appender appender) throws InterruptedException {
    Episode episode = order.episode();
    try {
      return deltas.store(runner.run(episode, (_, event) -> turn(episode, event, appender)));
    } catch (FailureException e) {
      LOG.atWarn()
          .addKeyValue("episodeId", episode.id())
          .addKeyValue("boundary", e.failure().boundary())
          .log("episode failed");
      return Unrun.trajectory(episode, e.failure(), clock.instant());
    } catch (LogException e) {
      throw e;
    } catch (RuntimeException e) {
      // A bug that one episode meets must not stop the others.
      LOG.atError()
          .addKeyValue("episodeId", episode.id())
          .addKeyValue("exception", e.getClass().getName())
          .log("the harness broke on an episode, see the debug log");
      LOG.atDebug().setCause(e).log("the harness broke");
      Failure broken = new Failure.Agent("the harness broke: " + e.getClass().getName());
      return Unrun.trajectory(episode, broken, clock.instant());
    }
  }

  private void publish(EpisodeOrder order, Trajectory trajectory, Appender appender) {
    Episode episode = order.episode();
    if (trajectory.outcome() instanceof Outcome.Failed(Failure failure)
        && failure.isRetryable()
        && order.attemptsLeft() > 0) {
      lease(
          appender,
          new LeaseEvent.Broke(episode.id(), episode.attempt(), failure, clock.instant()));
      appender.flush();
      return;
    }
    byte[] bytes = Codecs.TRAJECTORIES.encode(trajectory);
    if (bytes.length > MAX_TRAJECTORY_BYTES) {
      Failure tooLarge =
          new Failure.Budget(
              "the trajectory has "
                  + bytes.length
                  + " bytes, more than the "
                  + MAX_TRAJECTORY_BYTES
                  + " that a record may have; lower the limits of turns or of command output");
      bytes = Codecs.TRAJECTORIES.encode(Unrun.trajectory(episode, tooLarge, clock.instant()));
    }
    weights
        .take(trajectory, clock.instant())
        .ifPresent(
            served ->
                appender.append(
                    Topic.POLICY_VERSIONS, served.policy(), Codecs.POLICY_VERSIONS.encode(served)));
    appender.append(Topic.TRAJECTORIES, episode.group().value(), bytes);
    // The trajectory is durable before anyone is told that the episode is finished.
    appender.flush();
    lease(appender, new LeaseEvent.Finished(episode.id(), episode.attempt(), clock.instant()));
    appender.flush();
  }

  private void turn(Episode episode, TurnEvent event, Appender appender) {
    TurnRecord record =
        new TurnRecord(
            episode.id(),
            episode.attempt(),
            episode.task().family(),
            event.call(),
            event.executions());
    appender.append(Topic.TURNS, episode.id().value(), Codecs.TURNS.encode(record));
  }

  private boolean beat(Appender appender) throws InterruptedException {
    long pause = settings.lease().toMillis() / 4;
    Semaphore never = new Semaphore(0);
    while (!never.tryAcquire(pause, TimeUnit.MILLISECONDS)) {
      List<LeaseEvent.Lease> leases = List.copyOf(held.values());
      if (!leases.isEmpty()) {
        lease(appender, new LeaseEvent.Heartbeat(settings.id(), leases, clock.instant()));
      }
    }
    return true;
  }

  private static void lease(Appender appender, LeaseEvent event) {
    appender.append(Topic.LEASES, "run", Codecs.LEASES.encode(event));
  }

  /// How a worker works.
  ///
  /// @param id which worker holds a lease
  /// @param episodes how many it runs at once
  /// @param lease how long it may be silent; it speaks four times as often
  public record Settings(String id, int episodes, Duration lease) {}
}

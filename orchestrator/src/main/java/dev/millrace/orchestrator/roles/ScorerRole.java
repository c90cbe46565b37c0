package dev.millrace.orchestrator.roles;

import dev.millrace.orchestrator.log.EventLog;
import dev.millrace.orchestrator.log.GroupReader;
import dev.millrace.orchestrator.log.LogException;
import dev.millrace.orchestrator.log.LogRecord;
import dev.millrace.orchestrator.log.Topic;
import dev.millrace.orchestrator.log.Transactor;
import dev.millrace.orchestrator.log.Transactor.Outgoing;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.wire.WireException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Judges trajectories: consumes, judges, and produces in one transaction, so that each is judged
/// and stored once however often this process dies. A second trajectory of an episode (of an
/// attempt that was thought dead) is dropped here.
public final class ScorerRole implements Role {
  private static final Logger LOG = LoggerFactory.getLogger(ScorerRole.class);
  private static final Duration WAIT = Duration.ofMillis(200);
  private static final int MAX_REOPENED = 20;

  private final EventLog log;
  private final Judge judge;
  private final DeltaStore deltas;
  private final Settings settings;
  private final InstantSource clock;

  public ScorerRole(
      EventLog log, Judge judge, DeltaStore deltas, Settings settings, InstantSource clock) {
    this.log = log;
    this.judge = judge;
    this.deltas = deltas;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "scorer";
  }

  @Override
  public void run() throws InterruptedException {
    try (EndOfRun end = EndOfRun.watch(log);
        GroupReader reader = log.group("scorers", Topic.TRAJECTORIES)) {
      LogException last = null;
      for (int opened = 0; opened < MAX_REOPENED; opened++) {
        // A log that does not open a writer in time is gone: only lost transactions are tried
        // again.
        try (Transactor transactor = log.transactor("scorer-" + settings.id())) {
          try {
            loop(reader, transactor, end);
            return;
          } catch (LogException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("transaction lost, going back");
            last = e;
            reader.rewind();
          }
        }
      }
      throw new LogException(
          "the scorer could not commit; it opened " + MAX_REOPENED + " transactional writers",
          last == null ? new IllegalStateException() : last);
    }
  }

  private void loop(GroupReader reader, Transactor transactor, EndOfRun end)
      throws InterruptedException {
    ScoredEpisodes scored = new ScoredEpisodes(log);
    while (!end.reached()) {
      List<LogRecord> records = reader.poll(WAIT);
      if (records.isEmpty()) {
        continue;
      }
      scored.own(reader.owned());
      List<Outgoing> out = judged(records, scored);
      transactor.commit(out, new Transactor.Consumed.By(reader, records));
    }
  }

  private List<Outgoing> judged(List<LogRecord> records, ScoredEpisodes scored)
      throws InterruptedException {
    List<Outgoing> out = new ArrayList<>();
    Map<LogRecord, Trajectory> fresh = new LinkedHashMap<>();
    for (LogRecord record : records) {
      try {
        Trajectory trajectory = Codecs.TRAJECTORIES.decode(record.value());
        EpisodeId id = trajectory.episode().id();
        if (scored.add(record.partition(), id)) {
          fresh.put(record, trajectory);
        } else {
          LOG.atInfo().addKeyValue("episodeId", id).log("a second trajectory is dropped");
        }
      } catch (WireException e) {
        out.add(deadLetter(record, e));
      }
    }
    Semaphore slots = new Semaphore(settings.parallel());
    try (TaskScope scope = new TaskScope("score")) {
      Map<LogRecord, Future<Outgoing>> pending = new LinkedHashMap<>();
      fresh.forEach(
          (record, trajectory) ->
              pending.put(record, scope.fork(() -> judge(record, trajectory, slots))));
      for (Future<Outgoing> future : pending.values()) {
        out.add(future.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a judge failed without a judgement", e);
    }
    return out;
  }

  private Outgoing judge(LogRecord record, Trajectory trajectory, Semaphore slots)
      throws InterruptedException {
    slots.acquire();
    try {
      Judgement judgement = judgement(trajectory);
      return new Outgoing(
          Topic.SCORED,
          record.key(),
          Codecs.SCORED.encode(new ScoredTrajectory(trajectory, judgement)));
    } finally {
      slots.release();
    }
  }

  private Judgement judgement(Trajectory trajectory) throws InterruptedException {
    try {
      return judge.judge(deltas.load(trajectory));
    } catch (FailureException e) {
      return new Judgement.Unscored(e.failure());
    } catch (RuntimeException e) {
      // A bug that one trajectory meets must not stop the others.
      LOG.atError()
          .addKeyValue("episodeId", trajectory.episode().id())
          .addKeyValue("exception", e.getClass().getName())
          .log("the judge broke on a trajectory, see the debug log");
      LOG.atDebug().setCause(e).log("the judge broke");
      return new Judgement.Unscored(
          new Failure.Verifier("the judge broke: " + e.getClass().getName()));
    }
  }

  private Outgoing deadLetter(LogRecord record, WireException e) {
    DeadLetter letter =
        new DeadLetter(name(), record.toString(), String.valueOf(e.getMessage()), clock.instant());
    return new Outgoing(Topic.DEAD_LETTERS, record.key(), Codecs.DEAD_LETTERS.encode(letter));
  }

  /// How a scorer works.
  ///
  /// @param id names its transactions; two scorers of a run have different ones
  /// @param parallel how many trajectories it judges at once
  public record Settings(String id, int parallel) {}
}

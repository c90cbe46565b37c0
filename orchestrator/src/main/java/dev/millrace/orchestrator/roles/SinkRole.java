package dev.millrace.orchestrator.roles;

import dev.millrace.datasets.lake.Lake;
import dev.millrace.datasets.lake.LakeConflictException;
import dev.millrace.datasets.lake.LakeException;
import dev.millrace.datasets.lake.LakeWriter;
import dev.millrace.datasets.lake.OffsetRange;
import dev.millrace.orchestrator.log.Appender;
import dev.millrace.orchestrator.log.EventLog;
import dev.millrace.orchestrator.log.LogRecord;
import dev.millrace.orchestrator.log.Tail;
import dev.millrace.orchestrator.log.Topic;
import dev.millrace.orchestrator.schedule.LeaseEvent;
import dev.millrace.orchestrator.schedule.Plan;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves the `scored` topic into the lake. Where to go on from is told by the lake, not by Kafka,
/// so that a range is stored once whenever this process dies. Says when every planned episode is
/// stored.
public final class SinkRole implements Role {
  private static final Logger LOG = LoggerFactory.getLogger(SinkRole.class);
  private static final Duration WAIT = Duration.ofMillis(200);
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

  private final EventLog log;
  private final Lake lake;
  private final Plan plan;
  private final Settings settings;
  private final InstantSource clock;
  private final Map<Integer, Buffer> buffers = new HashMap<>();
  private final Set<EpisodeId> stored = new HashSet<>();

  public SinkRole(EventLog log, Lake lake, Plan plan, Settings settings, InstantSource clock) {
    this.log = log;
    this.lake = lake;
    this.plan = plan;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "sink";
  }

  @Override
  public void run() throws InterruptedException {
    LakeWriter writer = lake.writer();
    Map<Integer, Long> from = new HashMap<>();
    for (int partition = 0; partition < Topic.SCORED.partitions(); partition++) {
      long next = writer.claim(Topic.SCORED.label(), partition);
      from.put(partition, next);
      buffers.put(partition, new Buffer(next));
    }
    lake.episodes().stream().filter(plan::contains).forEach(stored::add);
    try (Tail scored = log.tail(Topic.SCORED, from)) {
      while (stored.size() < plan.size()) {
        for (LogRecord record : scored.poll(WAIT)) {
          buffer(record.partition()).add(record, clock.instant());
        }
        for (Map.Entry<Integer, Buffer> entry : buffers.entrySet()) {
          if (isDue(entry.getValue())) {
            write(writer, entry.getKey(), entry.getValue());
          }
        }
      }
    }
    announce();
  }

  private boolean isDue(Buffer buffer) {
    return !buffer.rows.isEmpty()
        && (buffer.rows.size() >= settings.rows()
            || buffer.since.plus(settings.linger()).isBefore(clock.instant())
            || stored.size() + waiting() >= plan.size());
  }

  private int waiting() {
    return buffers.values().stream().mapToInt(b -> b.rows.size()).sum();
  }

  private void write(LakeWriter writer, int partition, Buffer buffer) throws InterruptedException {
    OffsetRange range = new OffsetRange(Topic.SCORED.label(), partition, buffer.first, buffer.last);
    Instant start = clock.instant();
    boolean claimed = true;
    while (true) {
      try {
        // After a failure the lake is asked again: the commit may have been made all the same.
        if (claimed || writer.claim(range.topic(), partition) == range.first()) {
          writer.write(range, buffer.rows);
        }
        buffer.rows.forEach(row -> stored.add(row.trajectory().episode().id()));
        buffer.clear();
        return;
      } catch (LakeConflictException e) {
        throw e; // A later sink has the partition. Two that took it from each other would never
        // end.
      } catch (LakeException e) {
        if (start.plus(settings.patience()).isBefore(clock.instant())) {
          throw e;
        }
        claimed = false;
        LOG.atError()
            .addKeyValue("partition", partition)
            .addKeyValue("reason", e.getMessage())
            .log("the lake cannot be written, trying again");
        pause();
      }
    }
  }

  private Buffer buffer(int partition) {
    Buffer buffer = buffers.get(partition);
    if (buffer == null) {
      throw new IllegalStateException(
          Topic.SCORED.label()
              + " has a partition "
              + partition
              + "; expected 0 to "
              + (Topic.SCORED.partitions() - 1));
    }
    return buffer;
  }

  private void announce() {
    try (Appender appender = log.appender()) {
      appender.append(
          Topic.LEASES,
          "run",
          Codecs.LEASES.encode(new LeaseEvent.RunStored(stored.size(), clock.instant())));
      appender.flush();
    }
  }

  private static void pause() throws InterruptedException {
    var _ = new Semaphore(0).tryAcquire(RETRY_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// How a sink works.
  ///
  /// @param rows how many episodes a file holds at most, about
  /// @param linger how long an episode may wait to be stored
  /// @param patience how long a lake that cannot be written is tried again
  public record Settings(int rows, Duration linger, Duration patience) {}

  /// What is read of a partition and not stored yet.
  private static final class Buffer {
    private final List<ScoredTrajectory> rows = new ArrayList<>();
    private long first;
    private long last;
    private Instant since = Instant.EPOCH;

    Buffer(long first) {
      this.first = first;
    }

    void add(LogRecord record, Instant now) {
      if (rows.isEmpty()) {
        since = now;
      }
      rows.add(Codecs.SCORED.decode(record.value()));
      last = record.offset();
    }

    void clear() {
      rows.clear();
      first = last + 1;
    }
  }
}

package dev.millrace.orchestrator.roles;

import dev.millrace.datasets.lake.EpisodeKey;
import dev.millrace.datasets.lake.Lake;
import dev.millrace.datasets.lake.LakeConflictException;
import dev.millrace.datasets.lake.LakeException;
import dev.millrace.datasets.lake.LakeWriter;
import dev.millrace.datasets.lake.OffsetRange;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A lake in memory that remembers each committed range, and fails when told to. Any thread.
final class FakeLake implements Lake {
  private final Map<Integer, Long> next = new HashMap<>();
  private final Map<Integer, LakeWriter> owners = new HashMap<>();
  private final List<OffsetRange> ranges = new ArrayList<>();
  private final List<ScoredTrajectory> rows = new ArrayList<>();
  private Trouble trouble = _ -> Trouble.Kind.NONE;

  /// From now on, each write is asked about first.
  synchronized void trouble(Trouble plan) {
    trouble = plan;
  }

  synchronized List<OffsetRange> ranges() {
    return List.copyOf(ranges);
  }

  synchronized List<EpisodeId> rows() {
    return rows.stream().map(row -> row.trajectory().episode().id()).toList();
  }

  @Override
  public synchronized long nextOffset(String topic, int partition) {
    return next.getOrDefault(partition, 0L);
  }

  @Override
  public synchronized Set<EpisodeId> episodes() {
    return new HashSet<>(rows());
  }

  @Override
  public synchronized List<EpisodeKey> keys() {
    return rows.stream().map(row -> EpisodeKey.of(row.trajectory())).sorted().toList();
  }

  @Override
  public synchronized List<ScoredTrajectory> read(Set<EpisodeId> episodes) {
    return rows.stream().filter(row -> episodes.contains(row.trajectory().episode().id())).toList();
  }

  @Override
  public LakeWriter writer() {
    return new Writer();
  }

  /// When writes fail.
  interface Trouble {
    Kind on(OffsetRange range);

    /// How a write fails.
    enum Kind {
      NONE,
      /// Nothing was written.
      BEFORE,
      /// All was written, but nobody was told.
      AFTER
    }
  }

  private final class Writer implements LakeWriter {
    @Override
    public long claim(String topic, int partition) {
      synchronized (FakeLake.this) {
        owners.put(partition, this);
        return nextOffset(topic, partition);
      }
    }

    @Override
    public Committed write(OffsetRange range, List<ScoredTrajectory> added) {
      synchronized (FakeLake.this) {
        Trouble.Kind kind = trouble.on(range);
        if (kind == Trouble.Kind.BEFORE) {
          throw new LakeException("lake/episodes is full: 0 bytes are free there", null);
        }
        if (owners.get(range.partition()) != this
            || range.first() < nextOffset(range.topic(), range.partition())) {
          throw new LakeConflictException("partition " + range.partition() + " is another's");
        }
        ranges.add(range);
        next.put(range.partition(), range.last() + 1);
        rows.addAll(added);
        if (kind == Trouble.Kind.AFTER) {
          throw new LakeException("the commit is in doubt", null);
        }
        return new Committed(added.size(), 0, 0);
      }
    }
  }
}

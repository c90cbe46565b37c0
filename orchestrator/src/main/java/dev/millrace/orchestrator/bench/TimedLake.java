package dev.millrace.orchestrator.bench;

import dev.millrace.datasets.lake.EpisodeKey;
import dev.millrace.datasets.lake.Lake;
import dev.millrace.datasets.lake.LakeWriter;
import dev.millrace.datasets.lake.OffsetRange;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import java.util.List;
import java.util.Set;

/// Times what a lake does, as `lake_write` and `lake_read`.
record TimedLake(Lake real, Meter meter) implements Lake {
  @Override
  public long nextOffset(String topic, int partition) {
    return real.nextOffset(topic, partition);
  }

  @Override
  public Set<EpisodeId> episodes() {
    return real.episodes();
  }

  @Override
  public List<EpisodeKey> keys() {
    return real.keys();
  }

  @Override
  public List<ScoredTrajectory> read(Set<EpisodeId> episodes) {
    return meter.time("lake_read", () -> real.read(episodes));
  }

  @Override
  public LakeWriter writer() {
    return new TimedWriter(real.writer(), meter);
  }

  private record TimedWriter(LakeWriter real, Meter meter) implements LakeWriter {
    @Override
    public long claim(String topic, int partition) {
      return meter.time("lake_write", () -> real.claim(topic, partition));
    }

    @Override
    public Committed write(OffsetRange range, List<ScoredTrajectory> rows) {
      return meter.time("lake_write", () -> real.write(range, rows));
    }
  }
}

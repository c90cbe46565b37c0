package dev.millrace.datasets.lake;

import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A lake that is gone with the process. One thread.
public final class MemoryLake implements Lake {
  private final Map<EpisodeKey, ScoredTrajectory> rows = new TreeMap<>();
  private final Map<String, Long> offsets = new HashMap<>();
  private final Map<String, LakeWriter> owners = new HashMap<>();

  /// One that holds these already.
  public static Lake of(List<ScoredTrajectory> scored) {
    MemoryLake lake = new MemoryLake();
    scored.forEach(one -> lake.rows.put(EpisodeKey.of(one.trajectory()), one));
    return lake;
  }

  @Override
  public long nextOffset(String topic, int partition) {
    return offsets.getOrDefault(topic + "-" + partition, 0L);
  }

  @Override
  public Set<EpisodeId> episodes() {
    Set<EpisodeId> episodes = new HashSet<>();
    rows.keySet().forEach(key -> episodes.add(key.episode()));
    return episodes;
  }

  @Override
  public List<EpisodeKey> keys() {
    return List.copyOf(rows.keySet());
  }

  @Override
  public List<ScoredTrajectory> read(Set<EpisodeId> episodes) {
    return rows.entrySet().stream()
        .filter(entry -> episodes.contains(entry.getKey().episode()))
        .map(Map.Entry::getValue)
        .toList();
  }

  @Override
  public LakeWriter writer() {
    return new Writer();
  }

  private final class Writer implements LakeWriter {
    @Override
    public long claim(String topic, int partition) {
      owners.put(topic + "-" + partition, this);
      return nextOffset(topic, partition);
    }

    @Override
    public Committed write(OffsetRange range, List<ScoredTrajectory> list) {
      String partition = range.topic() + "-" + range.partition();
      if (owners.get(partition) != this || range.first() < offsets.getOrDefault(partition, 0L)) {
        throw new LakeConflictException(partition + " is another's, or the range overlaps");
      }
      int before = rows.size();
      int branches = 0;
      for (ScoredTrajectory row : list) {
        if (rows.putIfAbsent(EpisodeKey.of(row.trajectory()), row) == null) {
          branches += row.trajectory().branches().size();
        }
      }
      offsets.put(partition, range.last() + 1);
      int added = rows.size() - before;
      return new Committed(added, branches, list.size() - added);
    }
  }
}

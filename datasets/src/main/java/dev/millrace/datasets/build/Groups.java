package dev.millrace.datasets.build;

import dev.millrace.datasets.lake.EpisodeKey;
import dev.millrace.datasets.lake.Lake;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.GroupId;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Walks a lake group by group in the order of the keys, holding a bounded share of it: whole
/// groups are read together until their tokens reach the bound, one scan of the lake each time.
final class Groups {
  /// Prompt tokens count once a call, so this lies far above the tokens held at once.
  private static final long TOKENS_AT_ONCE = 200_000_000;

  private Groups() {}

  /// @param each receives a group's episodes ordered by member
  static void forEach(Lake lake, Consumer<List<ScoredTrajectory>> each) {
    Map<GroupId, List<EpisodeKey>> groups = new LinkedHashMap<>();
    for (EpisodeKey key : lake.keys()) {
      groups.computeIfAbsent(key.group(), _ -> new ArrayList<>()).add(key);
    }
    Set<EpisodeId> batch = new HashSet<>();
    long tokens = 0;
    for (List<EpisodeKey> group : groups.values()) {
      for (EpisodeKey key : group) {
        batch.add(key.episode());
        tokens += key.tokens();
      }
      if (tokens >= TOKENS_AT_ONCE) {
        read(lake, batch, each);
        batch.clear();
        tokens = 0;
      }
    }
    if (!batch.isEmpty()) {
      read(lake, batch, each);
    }
  }

  private static void read(Lake lake, Set<EpisodeId> batch, Consumer<List<ScoredTrajectory>> each) {
    Map<GroupId, List<ScoredTrajectory>> groups = new LinkedHashMap<>();
    for (ScoredTrajectory scored : lake.read(batch)) {
      groups
          .computeIfAbsent(scored.trajectory().episode().group(), _ -> new ArrayList<>())
          .add(scored);
    }
    groups.values().forEach(each);
  }
}

package dev.millrace.datasets.lake;

import dev.millrace.rollout.trajectory.EpisodeId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A writer's hold on a partition, and what it knows of it.
final class Claim {
  private final long number;
  private final Set<EpisodeId> episodes = new HashSet<>();
  private long lastCommit;
  private long nextOffset;

  Claim(Manifest own, List<Manifest> earlier) {
    this.number = own.commit();
    this.lastCommit = own.commit();
    earlier.forEach(this::note);
    this.lastCommit = own.commit();
  }

  /// The number under which the partition was claimed; it makes file names the claimant's own.
  long number() {
    return number;
  }

  long nextCommit() {
    return lastCommit + 1;
  }

  long nextOffset() {
    return nextOffset;
  }

  boolean has(EpisodeId episode) {
    return episodes.contains(episode);
  }

  void note(Manifest entry) {
    lastCommit = entry.commit();
    Manifest.Content content = entry.content();
    if (content != null) {
      nextOffset = content.range().last() + 1;
      episodes.addAll(content.episodes());
    }
  }
}

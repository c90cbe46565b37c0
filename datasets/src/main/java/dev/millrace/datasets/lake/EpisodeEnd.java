package dev.millrace.datasets.lake;

import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// How an episode ended and what it was worth, without what happened in it; ordered by task, group
/// and member.
///
/// @param workspace the end state without its archive, or null when nothing was changed
/// @param total null without a verdict
public record EpisodeEnd(
    Episode episode, Outcome outcome, @Nullable WorkspaceDelta workspace, @Nullable Double total)
    implements Comparable<EpisodeEnd> {
  private static final Comparator<Episode> ORDER =
      Comparator.comparing((Episode episode) -> episode.task().id())
          .thenComparing(Episode::group)
          .thenComparingInt(Episode::member)
          .thenComparing(Episode::id);

  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public EpisodeEnd(
      Episode episode,
      Outcome outcome,
      @Nullable WorkspaceDelta workspace,
      @Nullable Double total) {
    this.episode = episode;
    this.outcome = outcome;
    this.workspace = workspace;
    this.total = total;
  }

  @Override
  public int compareTo(EpisodeEnd other) {
    return ORDER.compare(episode, other.episode);
  }
}

package dev.millrace.datasets.lake;

import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.GroupId;
import dev.millrace.rollout.trajectory.TaskId;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.Usage;
import java.util.Comparator;

/// What a reader needs to know of an episode to order it and to plan memory; ordered by task, group
/// and member.
///
/// @param tokens prompt and sampled tokens of all its model calls: an upper bound of its branches
public record EpisodeKey(TaskId task, GroupId group, int member, EpisodeId episode, long tokens)
    implements Comparable<EpisodeKey> {
  private static final Comparator<EpisodeKey> ORDER =
      Comparator.comparing(EpisodeKey::task)
          .thenComparing(EpisodeKey::group)
          .thenComparingInt(EpisodeKey::member)
          .thenComparing(EpisodeKey::episode);

  public static EpisodeKey of(Trajectory trajectory) {
    Episode episode = trajectory.episode();
    Usage usage = trajectory.events().usage();
    return new EpisodeKey(
        episode.task().id(),
        episode.group(),
        episode.member(),
        episode.id(),
        usage.promptTokens() + usage.sampledTokens());
  }

  @Override
  public int compareTo(EpisodeKey other) {
    return ORDER.compare(this, other);
  }
}

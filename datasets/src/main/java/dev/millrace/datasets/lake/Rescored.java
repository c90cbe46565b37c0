package dev.millrace.datasets.lake;

import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.GroupId;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.Score;
import dev.millrace.rollout.trajectory.TaskRef;
import org.jspecify.annotations.Nullable;

/// An episode that was judged again.
///
/// @param task with the digest that it was judged by now
/// @param before what the episode came with
public record Rescored(
    EpisodeId episode, TaskRef task, GroupId group, Before before, Judgement now) {

  /// What a judgement said, in short.
  ///
  /// @param total null without a verdict
  /// @param correctness null without a verdict
  public record Before(@Nullable Double total, @Nullable Double correctness) {
    // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
    public Before(@Nullable Double total, @Nullable Double correctness) {
      this.total = total;
      this.correctness = correctness;
    }

    public static Before of(Judgement judgement) {
      return judgement instanceof Judgement.Scored(Score score)
          ? new Before(score.total(), score.parts().getOrDefault("correctness", 0.0))
          : new Before(null, null);
    }
  }
}

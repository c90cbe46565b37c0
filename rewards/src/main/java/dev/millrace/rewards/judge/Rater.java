package dev.millrace.rewards.judge;

import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.trajectory.Rating;
import dev.millrace.rollout.trajectory.Trajectory;
import java.util.Optional;

/// Rates episodes by the rubrics of their tasks. Any thread may call it; it may block for as long
/// as a judge is waited for.
public interface Rater {
  /// Asks nobody.
  Rater NONE = (_, _) -> Optional.empty();

  /// What a judge says; empty where the task has no rubric, or where nobody is asked.
  ///
  /// @param trajectory its workspace deltas hold their archives
  /// @throws dev.millrace.rollout.trajectory.FailureException with `Failure.Judge` when there is no
  ///     usable answer, so that there is no score; with others when the end state cannot be read
  Optional<Rating> rate(Task task, Trajectory trajectory) throws InterruptedException;
}

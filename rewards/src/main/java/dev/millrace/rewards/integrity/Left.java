package dev.millrace.rewards.integrity;

import dev.millrace.rewards.Given;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.TaskStep;
import dev.millrace.rollout.trajectory.StepEnd;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A state that an episode left and is judged by.
///
/// @param workspace null where nothing was changed
/// @param given what the task itself put there by then
public record Left(@Nullable WorkspaceDelta workspace, Given given) {
  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public Left(@Nullable WorkspaceDelta workspace, Given given) {
    this.workspace = workspace;
    this.given = given;
  }

  /// All of them in order, at least one: of a task of several steps those at the ends of the steps
  /// that were begun, else the end state.
  public static List<Left> all(Task task, Trajectory trajectory) {
    List<Left> all = new ArrayList<>();
    for (TaskStep step : task.steps()) {
      for (StepEnd end : trajectory.end().steps()) {
        if (end.name().equals(step.name()) && end.outcome().isJudged()) {
          all.add(new Left(end.workspace(), Given.of(task.only(step))));
        }
      }
    }
    if (all.isEmpty()) {
      Task last = task.steps().isEmpty() ? task : task.only(task.steps().getLast());
      all.add(new Left(trajectory.end().workspace(), Given.of(last)));
    }
    return all;
  }

  /// The last of them.
  public static Left last(Task task, Trajectory trajectory) {
    return all(task, trajectory).getLast();
  }
}

package dev.millrace.rollout.task;

import dev.millrace.rollout.trajectory.TaskId;
import java.util.List;
import java.util.Optional;

/// Where tasks come from. Immutable once opened; any thread may read it.
public interface TaskSource {
  /// All tasks, in the order of their ids.
  List<Task> tasks();

  /// The task of that name.
  default Optional<Task> task(TaskId id) {
    return tasks().stream().filter(task -> task.ref().id().equals(id)).findFirst();
  }
}

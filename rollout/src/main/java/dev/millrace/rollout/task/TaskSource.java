package dev.millrace.rollout.task;

import java.util.List;

/// Where tasks come from. Immutable once opened; any thread may read it.
public interface TaskSource {
  /// All tasks, in the order of their ids.
  List<Task> tasks();
}

package dev.millrace.orchestrator.schedule;

import dev.millrace.rollout.trajectory.TaskId;
import dev.millrace.rollout.trajectory.TaskRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Small plans.
public final class Plans {
  private Plans() {}

  /// A plan of one family, a round, and the seed 7.
  public static Plan of(int tasks, int groupSize) {
    return Plan.of(
        tasks("swe", tasks), Map.of("swe", 1.0), new Plan.Shape(groupSize, 1, 7, "fake"));
  }

  static List<TaskRef> tasks(String family, int count) {
    List<TaskRef> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(new TaskRef(new TaskId(family + "/t" + i), family, "d".repeat(64)));
    }
    return tasks;
  }
}

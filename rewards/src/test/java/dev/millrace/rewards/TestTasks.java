package dev.millrace.rewards;

import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Toolbox;
import dev.millrace.rollout.task.Verification;
import dev.millrace.rollout.trajectory.TaskId;
import dev.millrace.rollout.trajectory.TaskRef;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Small tasks for tests.
public final class TestTasks {
  private TestTasks() {}

  public static Task judgedBy(Verification verification) {
    return new Task(
        new TaskRef(new TaskId("swe/sample"), "swe", "d".repeat(64)),
        "Do it.",
        new Environment(List.of(), Map.of(), "/app", null, "e".repeat(64)),
        new Toolbox(Set.of("bash", "submit"), List.of(), List.of()),
        verification,
        Limits.DEFAULT,
        null);
  }
}

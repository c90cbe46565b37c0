package dev.millrace.rewards.judge;

import dev.millrace.rewards.TestTasks;
import dev.millrace.rollout.task.Feedback;
import dev.millrace.rollout.task.Rubric;
import dev.millrace.rollout.task.Rubric.Criterion;
import dev.millrace.rollout.task.Rubric.Sight;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A rubric and a task for tests.
final class Rubrics {
  static final Rubric RUBRIC = seeing(EnumSet.allOf(Sight.class));

  private Rubrics() {}

  static Rubric seeing(Set<Sight> sees) {
    return new Rubric(
        List.of(
            new Criterion("clear", "It is clear.", 3, 0, 10),
            new Criterion("brief", "It is brief.", 1, -1, 1)),
        sees,
        "r".repeat(64));
  }

  static Task task(Verification verification) {
    return TestTasks.judgedBy(verification).with(new Feedback(List.of(), RUBRIC));
  }

  static Task judgedAlone() {
    return task(new Verification.Unmeasured(Path.of("tests")));
  }
}

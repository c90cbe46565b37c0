package dev.millrace.orchestrator.predictions;

import dev.millrace.datasets.lake.EpisodeEnd;
import dev.millrace.orchestrator.rescore.OldTasks;
import dev.millrace.rewards.patch.EndPatch;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification.TestSpec;
import dev.millrace.rollout.trajectory.TaskId;
import dev.millrace.rollout.trajectory.TaskRef;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Patches of episodes on tasks that were made of rows: the same that such an episode was judged
/// by.
public final class RowPatches implements PredictionWriter.Patches {
  private final Tasks tasks;
  private final EndPatch patches;

  public RowPatches(Tasks tasks, SandboxProvider sandboxes) {
    this.tasks = tasks;
    this.patches = new EndPatch(sandboxes);
  }

  /// The tasks of episodes that were made of rows.
  public record Tasks(OldTasks tasks, Map<TaskId, TestSpec> specs) {
    public Tasks {
      specs = Map.copyOf(specs);
    }

    public boolean has(TaskRef task) {
      return specs.containsKey(task.id());
    }
  }

  /// @param source where the tasks were looked for, for messages
  /// @param isChangedTaken whether tasks may be others than they were
  /// @throws dev.millrace.orchestrator.config.ConfigException when one is another than it was, and
  ///     may not be
  public static Tasks tasks(
      List<EpisodeEnd> ends, List<Task> present, Path source, boolean isChangedTaken) {
    Map<TaskId, TestSpec> specs = new HashMap<>();
    for (Task task : present) {
      if (task.verification() instanceof TestSpec spec) {
        specs.put(task.ref().id(), spec);
      }
    }
    List<TaskRef> wanted =
        ends.stream()
            .map(end -> end.episode().task())
            .filter(task -> specs.containsKey(task.id()))
            .toList();
    var ifChanged = isChangedTaken ? OldTasks.Changed.TAKEN : OldTasks.Changed.REFUSED;
    return new Tasks(OldTasks.find(wanted, present, source.toString(), ifChanged), specs);
  }

  @Override
  public String instance(TaskRef task) {
    return spec(task).grading().instance();
  }

  @Override
  public String of(TaskRef task, @Nullable WorkspaceDelta end) throws InterruptedException {
    return patches.of(tasks.tasks().of(task), spec(task), end);
  }

  private TestSpec spec(TaskRef task) {
    TestSpec spec = tasks.specs().get(task.id());
    if (spec == null) {
      throw new IllegalStateException(task.id() + " was taken for a row's task");
    }
    return spec;
  }
}

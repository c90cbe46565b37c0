package dev.millrace.orchestrator.run;

import dev.millrace.orchestrator.config.ConfigException;
import dev.millrace.orchestrator.config.RunConfig;
import dev.millrace.orchestrator.config.SandboxChoice;
import dev.millrace.orchestrator.schedule.Plan;
import dev.millrace.rollout.policy.reference.ReferencePolicy;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.TaskSource;
import dev.millrace.rollout.task.disk.TaskSources;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.TaskRef;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The tasks of a run and the plan over them.
public final class RunTasks {
  private final Map<TaskRef, Task> tasks = new LinkedHashMap<>();
  private final Plan plan;

  private RunTasks(List<Task> chosen, Map<String, Double> shares, Plan.Shape shape) {
    chosen.forEach(task -> tasks.put(task.ref(), task));
    this.plan = Plan.of(List.copyOf(tasks.keySet()), shares, shape);
  }

  /// Loads the tasks that a configuration names.
  ///
  /// @throws ConfigException when a family has no tasks, nothing is left to run, or a task needs an
  ///     image or a network that is not there
  /// @throws dev.millrace.rollout.task.TaskException when a task is broken
  public static RunTasks load(RunConfig config) {
    TaskSource source = TaskSources.open(config.tasks().path(), config.sandbox().dockerfiles());
    Map<String, Double> shares = shares(config, source);
    Map<String, Integer> taken = new HashMap<>();
    int limit = config.tasks().limit() == 0 ? Integer.MAX_VALUE : config.tasks().limit();
    List<Task> chosen =
        source.tasks().stream()
            .filter(task -> shares.containsKey(task.ref().family()))
            .filter(task -> taken.merge(task.ref().family(), 1, Integer::sum) <= limit)
            .toList();
    if (chosen.isEmpty()) {
      throw new ConfigException("tasks.path: " + config.tasks().path() + " holds no task to run");
    }
    Plan.Shape shape =
        new Plan.Shape(
            config.tasks().group(), config.tasks().rounds(), config.seed(), policy(config));
    return new RunTasks(TaskNeeds.met(config.sandbox(), chosen), shares, shape);
  }

  /// Every task at a path, with its needs met as a configuration of sandboxes can.
  ///
  /// @throws ConfigException when one needs an image or a network that is not there
  /// @throws dev.millrace.rollout.task.TaskException when a task is broken
  public static List<Task> all(Path path, SandboxChoice sandboxes) {
    return TaskNeeds.met(sandboxes, TaskSources.open(path, sandboxes.dockerfiles()).tasks());
  }

  public Plan plan() {
    return plan;
  }

  /// Those of the plan.
  Collection<Task> tasks() {
    return Collections.unmodifiableCollection(tasks.values());
  }

  /// @throws FailureException when there is no such task here, or its content is another one
  Task task(TaskRef ref) {
    Task task = tasks.get(ref);
    if (task == null) {
      throw new FailureException(
          new Failure.Environment(
              "the task "
                  + ref.id()
                  + " with the digest "
                  + ref.digest()
                  + " is not among the tasks loaded here; do all roles read the same tasks?"));
    }
    return task;
  }

  /// The policy's name in every episode; all roles have to derive the same one.
  private static String policy(RunConfig config) {
    String model = config.policy().serving().model();
    return switch (config.policy().kind()) {
      case REFERENCE -> ReferencePolicy.NAME;
      case ENGINE -> model == null ? "engine" : model;
    };
  }

  private static Map<String, Double> shares(RunConfig config, TaskSource source) {
    Map<String, Double> present = new TreeMap<>();
    source.tasks().forEach(task -> present.put(task.ref().family(), 1.0));
    Map<String, Double> asked = config.tasks().families();
    if (asked.isEmpty()) {
      return present;
    }
    for (String family : asked.keySet()) {
      if (!present.containsKey(family)) {
        throw new ConfigException(
            "tasks.families."
                + family
                + ": no task of that family is in "
                + config.tasks().path()
                + "; there are "
                + String.join(", ", present.keySet()));
      }
    }
    return asked;
  }
}

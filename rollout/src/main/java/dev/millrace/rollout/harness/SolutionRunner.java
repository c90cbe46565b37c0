package dev.millrace.rollout.harness;

import dev.millrace.rollout.harness.tools.Workspace;
import dev.millrace.rollout.policy.Policy;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.TaskStep;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.GroupId;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.StepEnd;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Runs a task's reference solution in both of its forms, so that a linter can judge the end
/// states.
///
/// @param clock for limits and timings
public record SolutionRunner(SandboxProvider sandboxes, ChatFormat format, InstantSource clock) {
  private static final String SOLUTION = "/solution";

  /// What `solve.sh` left.
  ///
  /// @param result how the script ended
  public record ScriptEnd(ExecResult result, WorkspaceDelta workspace) {}

  /// What the `solve.sh` of each step of a task of several left.
  ///
  /// @param ends of the steps that could begin
  /// @param results how the scripts ended, by the names of their steps
  public record ScriptEnds(List<StepEnd> ends, Map<String, ExecResult> results) {
    public ScriptEnds {
      ends = List.copyOf(ends);
      results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
    }
  }

  /// Runs `solve.sh` in a fresh sandbox, its directory at `/solution` while it runs; the time limit
  /// is the whole episode's.
  ///
  /// @param script of the task's solution
  /// @throws dev.millrace.rollout.trajectory.FailureException when the environment or the sandbox
  ///     fails
  public ScriptEnd runScript(Task task, Path script) throws InterruptedException {
    try (Sandbox sandbox = sandboxes.create(task.environment())) {
      ExecResult result = solve(sandbox, task, script);
      return new ScriptEnd(result, sandbox.capture(EpisodeLoop.END_BYTES));
    }
  }

  /// Runs the `solve.sh` of each step, one after the other, in one sandbox, each after its step was
  /// set up and within its time. A step that cannot begin ends it.
  ///
  /// @throws dev.millrace.rollout.trajectory.FailureException when the environment or the sandbox
  ///     fails
  public ScriptEnds runStepScripts(Task task) throws InterruptedException {
    List<StepEnd> ends = new ArrayList<>();
    Map<String, ExecResult> results = new LinkedHashMap<>();
    try (Workspace workspace = new Workspace(sandboxes, task.environment(), clock)) {
      for (TaskStep step : task.steps()) {
        Task only = task.only(step);
        Optional<Failure> unable = new StepSetup(workspace, only).run(step);
        if (unable.isPresent()) {
          ends.add(end(step, new Outcome.Failed(unable.get()), null));
          break;
        }
        Sandbox sandbox = workspace.sandbox();
        Task.Solution solution = step.solution();
        Path script = solution == null ? null : solution.script();
        if (script != null) {
          results.put(step.name(), solve(sandbox, only, script));
        }
        Outcome stopped = new Outcome.Completed(Outcome.Ending.STOPPED);
        ends.add(end(step, stopped, sandbox.capture(EpisodeLoop.END_BYTES)));
      }
    }
    return new ScriptEnds(ends, results);
  }

  private static StepEnd end(TaskStep step, Outcome outcome, @Nullable WorkspaceDelta left) {
    return new StepEnd(step.name(), 0, 0, outcome, left, null);
  }

  private static ExecResult solve(Sandbox sandbox, Task task, Path script)
      throws InterruptedException {
    Command.Limits limits =
        new Command.Limits(
            task.limits().wallTime(),
            task.limits().commandMemoryBytes(),
            task.limits().commandOutputBytes());
    Task.Solution solution = task.solution();
    sandbox.copyIn(script.toAbsolutePath().resolveSibling(""), SOLUTION);
    Command command =
        Command.bash("bash " + SOLUTION + "/" + script.getFileName(), limits)
            .withVariables(solution == null ? Map.of() : solution.variables());
    ExecResult result = sandbox.exec(command);
    sandbox.exec(Command.of(List.of("rm", "-rf", SOLUTION), limits));
    return result;
  }

  /// Plays the solution's steps through the tool loop.
  ///
  /// @param reference a policy that plays them without faults
  public Trajectory runSteps(Task task, Policy reference) throws InterruptedException {
    GroupId group = new GroupId("lint." + task.ref().digest().substring(0, 16));
    EpisodeId id = Episode.idOf(group, 0);
    Episode episode = new Episode(id, task.ref(), group, 0, 0, 0, reference.name());
    return new ToolLoop()
        .run(
            new EpisodeRun(
                episode,
                task,
                reference,
                format,
                sandboxes,
                TurnListener.NONE,
                clock,
                StepGate.OPEN));
  }
}

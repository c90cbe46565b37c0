package dev.millrace.rollout.harness;

import dev.millrace.rollout.policy.Policy;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.GroupId;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// Runs a task's reference solution in both of its forms, so that a linter can judge the end
/// states.
///
/// @param clock for limits and timings
public record SolutionRunner(SandboxProvider sandboxes, ChatFormat format, InstantSource clock) {
  private static final String SOLUTION = "/solution";
  private static final long END_BYTES = 64L << 20;

  /// What `solve.sh` left.
  ///
  /// @param result how the script ended
  public record ScriptEnd(ExecResult result, WorkspaceDelta workspace) {}

  /// Runs `solve.sh` in a fresh sandbox, its directory at `/solution` while it runs; the time limit
  /// is the whole episode's.
  ///
  /// @param script of the task's solution
  /// @throws dev.millrace.rollout.trajectory.FailureException when the environment or the sandbox
  ///     fails
  public ScriptEnd runScript(Task task, Path script) throws InterruptedException {
    Command.Limits limits =
        new Command.Limits(
            task.limits().wallTime(),
            task.limits().commandMemoryBytes(),
            task.limits().commandOutputBytes());
    try (Sandbox sandbox = sandboxes.create(task.environment())) {
      sandbox.copyIn(script.toAbsolutePath().resolveSibling(""), SOLUTION);
      ExecResult result =
          sandbox.exec(Command.bash("bash " + SOLUTION + "/" + script.getFileName(), limits));
      sandbox.exec(Command.of(List.of("rm", "-rf", SOLUTION), limits));
      return new ScriptEnd(result, sandbox.capture(END_BYTES));
    }
  }

  /// Plays the solution's steps through the tool loop.
  ///
  /// @param reference a policy that plays them without faults
  public Trajectory runSteps(Task task, Policy reference) throws InterruptedException {
    GroupId group = new GroupId("lint." + task.ref().digest().substring(0, 16));
    EpisodeId id = Episode.idOf(group, 0);
    Episode episode = new Episode(id, task.ref(), group, 0, 0, 0, reference.name());
    return new ToolLoop()
        .run(new EpisodeRun(episode, task, reference, format, sandboxes, TurnListener.NONE, clock));
  }
}

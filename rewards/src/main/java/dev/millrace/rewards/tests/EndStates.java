package dev.millrace.rewards.tests;

import dev.millrace.rewards.EndState;
import dev.millrace.rewards.Given;
import dev.millrace.rewards.Handover;
import dev.millrace.rewards.Handover.Scope;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Grading;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification.TestScript;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import org.jspecify.annotations.Nullable;

/// Makes the states that test scripts run in.
record EndStates(SandboxProvider sandboxes) {
  private static final long MOST_BYTES = 64L << 20;

  /// A sandbox in which nothing of the agent's runs.
  ///
  /// @param left null for the state that the environment starts from
  Sandbox state(Task task, TestScript script, @Nullable WorkspaceDelta left)
      throws InterruptedException {
    Grading grading = script.grading();
    WorkspaceDelta delta = grading.hooks().isEmpty() ? left : afterHooks(task, script, left);
    return switch (grading.place()) {
      case Grading.Place.EndState _ ->
          EndState.rebuild(
              sandboxes,
              task.environment(),
              delta,
              handover(script, Scope.EVERYTHING),
              Given.of(task));
      case Grading.Place.Apart(@Nullable Environment environment) when environment != null ->
          elsewhere(task, script, delta, environment);
      case Grading.Place.Apart _ ->
          EndState.rebuild(
              sandboxes,
              task.environment(),
              delta,
              handover(script, Scope.ARTIFACTS),
              Given.of(task));
    };
  }

  private static Handover handover(TestScript script, Scope scope) {
    return new Handover(script.protectedPaths(), scope, script.grading().artifacts());
  }

  /// What hooks leave is the agent's as well: they ran among its files.
  private WorkspaceDelta afterHooks(Task task, TestScript script, @Nullable WorkspaceDelta left)
      throws InterruptedException {
    try (Sandbox sandbox =
        EndState.rebuild(
            sandboxes,
            task.environment(),
            left,
            handover(script, Scope.EVERYTHING),
            Given.of(task))) {
      for (Grading.Hook hook : script.grading().hooks()) {
        sandbox.exec(
            Command.bash(
                hook.script(),
                new Command.Limits(hook.timeout(), task.limits().commandMemoryBytes(), 4096)));
      }
      return sandbox.capture(MOST_BYTES);
    }
  }

  /// The artefacts, whole, in another environment than the agent's.
  private Sandbox elsewhere(
      Task task, TestScript script, @Nullable WorkspaceDelta delta, Environment environment)
      throws InterruptedException {
    WorkspaceDelta artifacts;
    try (Sandbox end =
        EndState.rebuild(
            sandboxes,
            task.environment(),
            delta,
            handover(script, Scope.EVERYTHING),
            Given.of(task))) {
      artifacts = Collected.from(end, script.grading().artifacts(), MOST_BYTES);
    }
    return EndState.rebuild(sandboxes, environment, artifacts, handover(script, Scope.ARTIFACTS));
  }
}

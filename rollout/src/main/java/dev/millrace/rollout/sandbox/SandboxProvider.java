package dev.millrace.rollout.sandbox;

import dev.millrace.rollout.task.Environment;

/// Makes sandboxes. Any thread may call it; calls may run at once.
public interface SandboxProvider extends AutoCloseable {
  /// What it is and which protections it gives here, in one line, e.g. `bubblewrap (user, mount,
  /// pid,
  /// net namespaces; rlimits)`. Stored with every episode.
  String description();

  /// Makes a sandbox that starts from this environment; builds the environment's layer first where
  /// it
  /// is not cached yet. Blocks.
  ///
  /// @throws dev.millrace.rollout.trajectory.FailureException with `Failure.Environment` when the
  ///     layer cannot be built, with `Failure.Sandbox` when the sandbox cannot be made
  Sandbox create(Environment environment) throws InterruptedException;

  /// Ends what is still running and removes every sandbox; cached layers stay. Idempotent.
  @Override
  void close();
}

package dev.millrace.rollout.sandbox;

import java.time.Duration;

/// A shell that stays open: its directory, its variables, its functions and what it runs in the
/// background are there for the next script. Used by one thread at a time, beside [Sandbox#exec].
/// Failures of the sandbox itself are those of [Sandbox].
public interface Shell extends AutoCloseable {
  /// Runs a script to its end or its time limit. Stderr is merged into stdout, as on a terminal.
  /// After a time limit the shell and all that it has started are gone and it is closed: what a
  /// script had half done to the shell's state is not known.
  ///
  /// @throws dev.millrace.rollout.trajectory.FailureException with `Failure.Sandbox` when the shell
  ///     is closed, also because a script before has ended it with `exit`
  ExecResult run(String script, Duration time) throws InterruptedException;

  /// Ends the shell and whatever it has started. Idempotent.
  @Override
  void close();
}

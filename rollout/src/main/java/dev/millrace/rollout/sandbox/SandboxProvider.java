package dev.millrace.rollout.sandbox;

import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.util.List;

/// Makes sandboxes. Any thread may call it; calls may run at once.
public interface SandboxProvider extends AutoCloseable {
  /// What it is and which protections it gives here, in one line. Stored with every episode.
  String description();

  /// What keeps its sandboxes apart, for people; empty where it does not say.
  default Protections protections() {
    return new Protections(description(), List.of());
  }

  /// Makes a sandbox that starts from this environment; builds the environment's layer first where
  /// it is not cached yet. Blocks.
  ///
  /// @throws dev.millrace.rollout.trajectory.FailureException with `Failure.Environment` when the
  ///     layer cannot be built, with `Failure.Sandbox` when the sandbox cannot be made
  Sandbox create(Environment environment) throws InterruptedException;

  /// As [#create(Environment)], with more attached. A provider that can attach nothing refuses.
  ///
  /// @throws dev.millrace.rollout.trajectory.FailureException as [#create(Environment)]; also with
  ///     `Failure.Sandbox` when something cannot be attached
  default Sandbox create(Environment environment, Attachments attachments)
      throws InterruptedException {
    if (!attachments.isEmpty()) {
      throw new FailureException(
          new Failure.Sandbox("sandboxes of " + description() + " take no attachments"));
    }
    return create(environment);
  }

  /// Ends what is still running and removes every sandbox; cached layers stay. Idempotent.
  @Override
  void close();
}

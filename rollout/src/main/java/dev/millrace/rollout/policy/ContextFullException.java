package dev.millrace.rollout.policy;

import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.Serial;

/// The prompt fills the model's context, so that nothing more can be sampled. Nothing broke: what
/// the agent did so far can be judged, as after any other limit.
public final class ContextFullException extends FailureException {
  @Serial private static final long serialVersionUID = 1L;

  public ContextFullException(Failure.Engine told, Throwable cause) {
    super(told, cause);
  }
}

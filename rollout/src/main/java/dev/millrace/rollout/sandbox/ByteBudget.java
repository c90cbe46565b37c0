package dev.millrace.rollout.sandbox;

import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;

/// How many bytes the changed files of a workspace may still hold.
public final class ByteBudget {
  private long remainingBytes;

  public ByteBudget(long maxBytes) {
    this.remainingBytes = maxBytes;
  }

  /// @param path whose bytes are taken, for the message
  /// @throws FailureException with `Failure.Budget` when there are not as many
  public void take(long bytes, String path) {
    remainingBytes -= bytes;
    if (remainingBytes < 0) {
      throw new FailureException(
          new Failure.Budget(
              "the changed files hold more bytes than a workspace delta may: raise its limit, or"
                  + " have the task keep large files out of its tree; at "
                  + path));
    }
  }
}

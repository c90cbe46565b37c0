package dev.millrace.rollout.trajectory;

import java.io.Serial;

/// Carries a typed [Failure] out of a seam to the episode's owner, who records it on the episode.
public class FailureException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  public FailureException(Failure failure) {
    super(failure.boundary() + ": " + failure.detail());
    this.failure = failure;
  }

  public FailureException(Failure failure, Throwable cause) {
    super(failure.boundary() + ": " + failure.detail(), cause);
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }
}

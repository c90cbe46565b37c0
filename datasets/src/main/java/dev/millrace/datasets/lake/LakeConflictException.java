package dev.millrace.datasets.lake;

import java.io.Serial;

/// Another writer has taken the partition over, or the range overlaps what is committed. Nothing
/// was written. Claim the partition again, or leave it to the other.
public final class LakeConflictException extends LakeException {
  @Serial private static final long serialVersionUID = 1L;

  public LakeConflictException(String message) {
    super(message, null);
  }
}

package dev.millrace.datasets.lake;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// The lake could not be read or written. The message names the path, what was being done and, for
/// writes, the bytes written and free. Nothing of a failed write is visible; trying again later is
/// safe.
public class LakeException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public LakeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

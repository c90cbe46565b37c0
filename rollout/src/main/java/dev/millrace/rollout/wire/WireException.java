package dev.millrace.rollout.wire;

import java.io.Serial;

/// Bytes that are not the record they should be, or a record that has no schema.
public final class WireException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  WireException(String message) {
    super(message);
  }

  WireException(String message, Throwable cause) {
    super(message, cause);
  }
}

package dev.millrace.rollout.sandbox.tar;

import java.io.IOException;
import java.io.Serial;

/// The bytes are no tar archive, or not all of one.
public final class MalformedTarException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  MalformedTarException(String message) {
    super(message);
  }
}

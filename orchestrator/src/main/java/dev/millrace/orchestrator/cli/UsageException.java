package dev.millrace.orchestrator.cli;

import java.io.Serial;

/// A command that cannot be carried out as it was given; the message says what to change.
final class UsageException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}

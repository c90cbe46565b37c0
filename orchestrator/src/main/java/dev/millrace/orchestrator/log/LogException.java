package dev.millrace.orchestrator.log;

import java.io.Serial;

/// The event log did not do what was asked: it did not answer in time, or it refused.
public final class LogException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public LogException(String message, Throwable cause) {
    super(message, cause);
  }
}

package dev.millrace.orchestrator.config;

import java.io.Serial;

/// A configuration that cannot be used. The message names the file, the line and the key, and says
/// what is expected there.
public final class ConfigException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }

  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}

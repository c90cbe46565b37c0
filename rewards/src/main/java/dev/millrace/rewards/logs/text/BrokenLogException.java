package dev.millrace.rewards.logs.text;

import java.io.Serial;

/// A log cannot be read; the message says what was expected and found.
public final class BrokenLogException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  public BrokenLogException(String problem) {
    super(problem);
  }

  public String problem() {
    return String.valueOf(getMessage());
  }
}

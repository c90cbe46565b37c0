package dev.millrace.rewards.answer.text;

import java.io.Serial;

/// A text is not what its kind asks for; the message says why, for people.
public final class UnreadableException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  public UnreadableException(String reason) {
    super(reason);
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}

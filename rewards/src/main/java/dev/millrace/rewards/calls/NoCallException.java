package dev.millrace.rewards.calls;

import java.io.Serial;

/// A text is no call; the message says why, for people.
final class NoCallException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  NoCallException(String reason) {
    super(reason);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}

package dev.millrace.rewards.answer;

import java.io.Serial;

/// A text is not what its kind asks for; the message says why, for people.
final class UnreadableException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  UnreadableException(String reason) {
    super(reason);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}

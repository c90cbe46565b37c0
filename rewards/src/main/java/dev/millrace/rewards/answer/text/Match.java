package dev.millrace.rewards.answer.text;

/// Whether an answer is the expected one, and why not.
public sealed interface Match {
  record Same() implements Match {}

  /// @param reason for people, e.g. `12 km is not 12.5 km`
  record Different(String reason) implements Match {}

  static Match of(boolean same, String answer, String expected) {
    return same ? new Same() : new Different(answer + " is not " + expected);
  }

  default boolean isSame() {
    return this instanceof Same;
  }
}

package dev.millrace.rewards.judge;

import java.io.Serial;
import java.util.Locale;

/// An answer that is none. Its message holds nothing of the answer.
final class Unusable extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final Reason reason;

  /// What is wrong with it.
  enum Reason {
    /// The model did not end it.
    CUT,
    TOO_LONG,
    /// Words around a JSON object, or no JSON at all.
    NO_JSON,
    NO_OBJECT,
    DUPLICATE_KEY,
    /// The mark is missing, or another one: an answer to something else, or a copy.
    WRONG_NONCE,
    MISSING_CRITERION,
    UNKNOWN_CRITERION,
    NO_NUMBER,
    OUT_OF_SCALE;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Unusable(Reason reason) {
    super(reason.key());
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}

package dev.millrace.rewards.tests;

import dev.millrace.rewards.Verdict.Sign;
import java.io.Serial;

/// What a test script wrote cannot be used; the message says what and why.
final class BrokenReportException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final Sign sign;

  BrokenReportException(String problem) {
    this(Sign.NONE, problem);
  }

  /// @param sign what that says of the code under test
  BrokenReportException(Sign sign, String problem) {
    super(problem);
    this.sign = sign;
  }

  String problem() {
    return String.valueOf(getMessage());
  }

  Sign sign() {
    return sign;
  }
}

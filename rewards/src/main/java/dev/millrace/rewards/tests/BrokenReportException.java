package dev.millrace.rewards.tests;

import java.io.Serial;

/// What a test script wrote cannot be used; the message says what and why.
final class BrokenReportException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  BrokenReportException(String problem) {
    super(problem);
  }

  String problem() {
    return String.valueOf(getMessage());
  }
}

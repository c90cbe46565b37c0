package dev.millrace.rollout.sandbox.network;

import java.io.Serial;

/// A request that is answered by the proxy itself.
final class Refused extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final int status;
  private final String why;

  /// @param status of HTTP
  /// @param why told to the program
  Refused(int status, String why) {
    super(status + " " + why);
    this.status = status;
    this.why = why;
  }

  int status() {
    return status;
  }

  String why() {
    return why;
  }
}

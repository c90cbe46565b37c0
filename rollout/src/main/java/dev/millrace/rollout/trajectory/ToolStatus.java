package dev.millrace.rollout.trajectory;

/// How a tool call ended. Everything but [#OK], [#COMMAND_FAILED] and [#REFUSED] is an error of the
/// call itself. A command that exits non-zero may well be the right step to take, and so may a
/// request that a service then refuses: one learns by asking.
public enum ToolStatus {
  OK,
  COMMAND_FAILED,
  /// The task's own function understood the call and said no.
  REFUSED,
  MALFORMED_CALL,
  UNKNOWN_TOOL,
  INVALID_ARGUMENTS,
  TOOL_ERROR,
  TIMED_OUT;

  public boolean isError() {
    return this != OK && this != COMMAND_FAILED && this != REFUSED;
  }
}

package dev.millrace.rollout.trajectory;

/// How a tool call ended. Everything but [#OK] and [#COMMAND_FAILED] is an error of the call
/// itself; a command that exits non-zero may well be the right step to take.
public enum ToolStatus {
  OK,
  COMMAND_FAILED,
  MALFORMED_CALL,
  UNKNOWN_TOOL,
  INVALID_ARGUMENTS,
  TOOL_ERROR,
  TIMED_OUT;

  public boolean isError() {
    return this != OK && this != COMMAND_FAILED;
  }
}

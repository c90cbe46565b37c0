package dev.millrace.rollout.harness.tools;

import dev.millrace.rollout.trajectory.ToolStatus;
import org.jspecify.annotations.Nullable;

/// How a call ended and what the agent reads of it.
///
/// @param text the same on every run for the same files, as far as the command's own output is
/// @param exitCode of the command, or null where there was none
/// @param answer what was submitted, or null when the call was no valid `submit`
/// @param effect whether files may have changed
public record ToolResult(
    ToolStatus status,
    String text,
    @Nullable Integer exitCode,
    @Nullable String answer,
    Effect effect) {

  /// What a call may have done to the workspace.
  public enum Effect {
    NONE,
    MAY_CHANGE_FILES
  }

  static ToolResult read(String text) {
    return new ToolResult(ToolStatus.OK, text, null, null, Effect.NONE);
  }

  static ToolResult wrote(String text) {
    return new ToolResult(ToolStatus.OK, text, null, null, Effect.MAY_CHANGE_FILES);
  }

  static ToolResult submitted(String answer) {
    return new ToolResult(ToolStatus.OK, "", null, answer, Effect.NONE);
  }

  static ToolResult ran(ToolStatus status, String text, int exitCode) {
    return new ToolResult(status, text, exitCode, null, Effect.MAY_CHANGE_FILES);
  }

  static ToolResult error(ToolStatus status, String text) {
    return new ToolResult(status, text, null, null, Effect.NONE);
  }

  static ToolResult refused(String text) {
    return error(ToolStatus.TOOL_ERROR, text);
  }
}

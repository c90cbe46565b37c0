package dev.millrace.rewards.integrity.trace;

import dev.millrace.rollout.trajectory.ToolStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One call and what came of it.
///
/// @param turn the model call that asked for it
/// @param exitCode of the command, or null where there was none
/// @param output what the policy read; empty where it read nothing
public record Action(
    int turn,
    String callId,
    String tool,
    ToolStatus status,
    @Nullable Integer exitCode,
    String output,
    Act act) {
  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public Action(
      int turn,
      String callId,
      String tool,
      ToolStatus status,
      @Nullable Integer exitCode,
      String output,
      Act act) {
    this.turn = turn;
    this.callId = callId;
    this.tool = tool;
    this.status = status;
    this.exitCode = exitCode;
    this.output = output;
    this.act = act;
  }

  /// What was asked for.
  public sealed interface Act {}

  /// A script ran.
  public record Ran(String script, List<ShellCommand> commands) implements Act {
    public Ran {
      commands = List.copyOf(commands);
    }
  }

  /// A file was written or edited.
  ///
  /// @param path absolute
  /// @param text what was put there; for an edit the new piece alone
  /// @param replaced what an edit took away; empty where a whole file was written
  public record Wrote(String path, String text, String replaced) implements Act {}

  /// A file was read.
  ///
  /// @param path absolute
  public record Looked(String path) implements Act {}

  /// Anything else, a task's own function for one.
  public record Other(String argumentsJson) implements Act {}

  /// The commands that it ran; none where it ran none.
  public List<ShellCommand> commands() {
    return act instanceof Ran ran ? ran.commands() : List.of();
  }

  /// Whether it did what was asked.
  public boolean isDone() {
    return status == ToolStatus.OK;
  }
}

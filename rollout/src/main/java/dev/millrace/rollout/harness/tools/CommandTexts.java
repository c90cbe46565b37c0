package dev.millrace.rollout.harness.tools;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.trajectory.ToolStatus;
import java.time.Duration;

/// What commands may use, and how their ends are told.
final class CommandTexts {
  private CommandTexts() {}

  /// No command outlasts its own limit or the episode's time.
  static Command.Limits limits(Limits limits, Duration wanted, Duration remaining) {
    Duration time = shorter(shorter(wanted, limits.command()), remaining);
    return new Command.Limits(time, limits.commandMemoryBytes(), limits.commandOutputBytes());
  }

  /// The output, then a line on how it ended where that is no success.
  static String told(String output, ExecResult result, Duration allowed) {
    String text = output.stripTrailing();
    String end =
        switch (result.end()) {
          case TIMED_OUT -> "[timed out after " + seconds(allowed) + " s]";
          case OVER_MEMORY -> "[killed: it took more memory than allowed]";
          case OVER_PROCESSES -> "[killed: it had more processes than allowed]";
          case EXITED -> result.exitCode() == 0 ? "" : "[exit status " + result.exitCode() + "]";
        };
    return text.isEmpty() || end.isEmpty() ? text + end : text + "\n" + end;
  }

  static ToolStatus status(ExecResult result) {
    return switch (result.end()) {
      case TIMED_OUT -> ToolStatus.TIMED_OUT;
      case OVER_MEMORY, OVER_PROCESSES -> ToolStatus.COMMAND_FAILED;
      case EXITED -> result.exitCode() == 0 ? ToolStatus.OK : ToolStatus.COMMAND_FAILED;
    };
  }

  static long seconds(Duration duration) {
    return Math.max(1, Math.round(duration.toMillis() / 1000.0));
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}

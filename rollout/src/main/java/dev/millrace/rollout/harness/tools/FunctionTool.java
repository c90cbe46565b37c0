package dev.millrace.rollout.harness.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.trajectory.ToolSpec;
import dev.millrace.rollout.trajectory.ToolStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// One of the task's own functions, carried out by the task's program.
record FunctionTool(ToolSpec spec, List<String> program, Limits limits) implements ToolRunner {
  private static final int REFUSED = 3;

  @Override
  public ToolResult run(JsonNode arguments, Workspace workspace, Duration remaining)
      throws InterruptedException {
    List<String> argv = Stream.concat(program.stream(), Stream.of(spec.name())).toList();
    Command.Limits allowed = CommandTexts.limits(limits, limits.command(), remaining);
    Command command =
        Command.of(argv, allowed).withStdin(arguments.toString().getBytes(StandardCharsets.UTF_8));
    ExecResult result = Seam.sandbox(() -> workspace.sandbox().exec(command));
    String text = result.stdout().stripTrailing();
    int exit = result.exitCode();
    if (result.end() == ExecResult.End.TIMED_OUT) {
      return ToolResult.ran(
          ToolStatus.TIMED_OUT, CommandTexts.told(text, result, allowed.time()), exit);
    }
    return switch (exit) {
      case 0 -> ToolResult.ran(ToolStatus.OK, text, exit);
      case REFUSED -> ToolResult.ran(ToolStatus.REFUSED, text, exit);
      default -> {
        String broke = "tool " + spec.name() + " broke (exit " + exit + ")";
        yield ToolResult.ran(ToolStatus.TOOL_ERROR, broke, exit);
      }
    };
  }
}

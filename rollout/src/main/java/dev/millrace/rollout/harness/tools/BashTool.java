package dev.millrace.rollout.harness.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.time.Duration;

/// `bash`: one script in a shell of its own.
record BashTool(Limits limits) implements ToolRunner {
  @Override
  public ToolSpec spec() {
    long most = CommandTexts.seconds(limits.command());
    return new Specs(
            "bash",
            "Run a bash command in the working directory. Each call is a new shell: only files"
                + " stay. Prints stdout and stderr together, then [exit status N] unless it is 0.")
        .text("command", "what to run")
        .count("timeout_seconds", "give up after this long; at most " + most)
        .requires("command");
  }

  @Override
  public ToolResult run(JsonNode arguments, Workspace workspace, Duration remaining)
      throws InterruptedException {
    JsonNode seconds = arguments.path("timeout_seconds");
    Duration wanted =
        seconds.isMissingNode() ? limits.command() : Duration.ofSeconds(seconds.asInt());
    Command.Limits allowed = CommandTexts.limits(limits, wanted, remaining);
    Command command = Command.bash(arguments.path("command").asText(), allowed);
    ExecResult result = Seam.sandbox(() -> workspace.sandbox().exec(command));
    return ToolResult.ran(
        CommandTexts.status(result),
        CommandTexts.told(Observations.stable(result.stdout()), result, allowed.time()),
        result.exitCode());
  }
}

package dev.millrace.rollout.harness.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.time.Duration;

/// `submit`: ends the episode.
record SubmitTool() implements ToolRunner {
  static final String NAME = "submit";

  @Override
  public ToolSpec spec() {
    return new Specs(NAME, "End the work. Nothing can be done afterwards.")
        .text("answer", "the answer that was asked for, else what was done, in a line")
        .requires();
  }

  @Override
  public ToolResult run(JsonNode arguments, Workspace workspace, Duration remaining) {
    return ToolResult.submitted(arguments.path("answer").asText(""));
  }
}

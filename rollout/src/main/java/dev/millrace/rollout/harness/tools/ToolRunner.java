package dev.millrace.rollout.harness.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.time.Duration;

/// One tool. Any thread may call it.
interface ToolRunner {
  ToolSpec spec();

  /// Carries out a call whose arguments fit the tool's schema.
  ///
  /// @param remaining the time left to the episode; no command outlasts it
  ToolResult run(JsonNode arguments, Workspace workspace, Duration remaining)
      throws InterruptedException;
}

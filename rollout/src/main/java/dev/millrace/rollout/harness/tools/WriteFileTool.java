package dev.millrace.rollout.harness.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// `write_file`: a whole file, made or replaced.
record WriteFileTool() implements ToolRunner {
  @Override
  public ToolSpec spec() {
    return new Specs("write_file", "Write a file, replacing what is there; makes directories.")
        .text("path", "absolute, or relative to the working directory")
        .text("content", "the whole content")
        .requires("path", "content");
  }

  @Override
  public ToolResult run(JsonNode arguments, Workspace workspace, Duration remaining)
      throws InterruptedException {
    String path = arguments.path("path").asText();
    byte[] content = arguments.path("content").asText().getBytes(StandardCharsets.UTF_8);
    boolean written = Seam.sandbox(() -> workspace.sandbox().write(path, content));
    return written
        ? ToolResult.wrote("wrote " + path + " (" + content.length + " bytes)")
        : ToolResult.refused(path + ": cannot be written");
  }
}

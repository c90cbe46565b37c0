package dev.millrace.rollout.harness.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// `read_file`: a text file, whole or some of its lines.
record ReadFileTool(Limits limits) implements ToolRunner {
  @Override
  public ToolSpec spec() {
    return new Specs("read_file", "Read a text file, whole or from one line on.")
        .text("path", "absolute, or relative to the working directory")
        .count("offset", "first line to read, from 1")
        .count("limit", "how many lines to read")
        .requires("path");
  }

  @Override
  public ToolResult run(JsonNode arguments, Workspace workspace, Duration remaining)
      throws InterruptedException {
    String path = arguments.path("path").asText();
    return switch (TextFiles.read(workspace, path)) {
      case TextFiles.Read.Refused refused -> ToolResult.refused(refused.why());
      case TextFiles.Read.Content content ->
          shown(path, new String(content.bytes(), StandardCharsets.UTF_8), arguments);
    };
  }

  private ToolResult shown(String path, String text, JsonNode arguments) {
    if (!arguments.has("offset") && !arguments.has("limit")) {
      return ToolResult.read(Observations.bounded(text, limits.commandOutputBytes()));
    }
    List<String> lines = text.lines().toList();
    int offset = arguments.path("offset").asInt(1);
    if (offset > Math.max(1, lines.size())) {
      return ToolResult.refused(
          path + ": has " + lines.size() + " lines, so none from line " + offset);
    }
    int limit = arguments.path("limit").asInt(Integer.MAX_VALUE);
    int end = (int) Math.min(lines.size(), (long) offset - 1 + limit);
    String part = String.join("\n", lines.subList(offset - 1, end));
    return ToolResult.read(Observations.bounded(part, limits.commandOutputBytes()));
  }
}

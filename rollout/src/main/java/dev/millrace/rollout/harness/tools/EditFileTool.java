package dev.millrace.rollout.harness.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// `edit_file`: replaces one piece of a file that must be there exactly once.
record EditFileTool() implements ToolRunner {
  @Override
  public ToolSpec spec() {
    return new Specs("edit_file", "Replace a piece of a file; it must occur exactly once.")
        .text("path", "absolute, or relative to the working directory")
        .text("old", "the text to replace, exactly as it stands in the file")
        .text("new", "what to put there")
        .requires("path", "old", "new");
  }

  @Override
  public ToolResult run(JsonNode arguments, Workspace workspace, Duration remaining)
      throws InterruptedException {
    String path = arguments.path("path").asText();
    return switch (TextFiles.read(workspace, path)) {
      case TextFiles.Read.Refused refused -> ToolResult.refused(refused.why());
      case TextFiles.Read.Content content -> edited(path, content.bytes(), arguments, workspace);
    };
  }

  private static ToolResult edited(
      String path, byte[] content, JsonNode arguments, Workspace workspace)
      throws InterruptedException {
    String old = bytesAsChars(arguments.path("old").asText());
    if (old.isEmpty()) {
      return ToolResult.refused("old is empty; give the text to replace");
    }
    // One char per byte, so that a file that is not UTF-8 keeps the bytes around the edit.
    String text = new String(content, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(old);
    int count = 0;
    for (int found = at; found >= 0; found = text.indexOf(old, found + 1)) {
      count++;
    }
    if (count != 1) {
      return ToolResult.refused(
          count == 0
              ? path + ": the old text was not found"
              : path + ": the old text was found " + count + " times; add lines around it");
    }
    String after =
        text.substring(0, at)
            + bytesAsChars(arguments.path("new").asText())
            + text.substring(at + old.length());
    byte[] bytes = after.getBytes(StandardCharsets.ISO_8859_1);
    boolean written = Seam.sandbox(() -> workspace.sandbox().write(path, bytes));
    return written
        ? ToolResult.wrote("edited " + path)
        : ToolResult.refused(path + ": cannot be written");
  }

  private static String bytesAsChars(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}

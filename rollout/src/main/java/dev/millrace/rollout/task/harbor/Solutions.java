package dev.millrace.rollout.task.harbor;

import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Toolbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads reference solutions.
///
/// @param variables set for their scripts
record Solutions(JsonFiles json, Toolbox toolbox, Map<String, String> variables) {

  /// The solution in a directory, or null where there is none.
  Task.@Nullable Solution in(Path directory) throws IOException {
    Path script = directory.resolve("solve.sh");
    Path steps = directory.resolve("steps.jsonl");
    boolean hasScript = Files.isRegularFile(script);
    if (!hasScript && !Files.exists(steps)) {
      return null;
    }
    return new Task.Solution(
        hasScript ? script : null,
        Files.exists(steps) ? json.steps(steps, toolbox) : List.of(),
        variables);
  }
}

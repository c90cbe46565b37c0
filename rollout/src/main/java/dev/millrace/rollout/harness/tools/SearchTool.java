package dev.millrace.rollout.harness.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.trajectory.ToolSpec;
import dev.millrace.rollout.trajectory.ToolStatus;
import java.time.Duration;
import java.util.List;

/// `search`: lines of files that match, in the order of their paths.
record SearchTool(Limits limits) implements ToolRunner {
  private static final int BAD_PATTERN = 3;
  private static final int NO_PATH = 4;

  // grep's own status says 2 for a bad pattern and for an unreadable file alike, and xargs hides
  // both; hence the pattern is tried first on nothing.
  private static final String SCRIPT =
      """
      grep -E -e "$1" </dev/null; [ $? -le 1 ] || exit 3
      [ -e "$2" ] || exit 4
      export LC_ALL=C
      find "$2" -name .git -prune -o -type f -name "$3" -print0 | sort -z | sed -z 's|^\\./||' \\
        | LC_ALL=C.UTF-8 xargs -0 -r grep -nHIsE -e "$1" --
      exit 0
      """;

  @Override
  public ToolSpec spec() {
    return new Specs("search", "Search files for a pattern. Prints path:line:text, by path.")
        .text("pattern", "an extended regular expression, as for grep -E")
        .text("path", "the directory or file to search; the working directory if left out")
        .text("glob", "only files with such a name, e.g. *.py")
        .requires("pattern");
  }

  @Override
  public ToolResult run(JsonNode arguments, Workspace workspace, Duration remaining)
      throws InterruptedException {
    String pattern = arguments.path("pattern").asText();
    String path = arguments.path("path").asText(".");
    Command.Limits allowed = CommandTexts.limits(limits, limits.command(), remaining);
    Command command =
        Command.of(
            List.of(
                "bash", "-c", SCRIPT, "search", pattern, path, arguments.path("glob").asText("*")),
            allowed);
    ExecResult result = Seam.sandbox(() -> workspace.sandbox().exec(command));
    if (result.end() == ExecResult.End.TIMED_OUT) {
      return ToolResult.error(
          ToolStatus.TIMED_OUT, CommandTexts.told(result.stdout(), result, allowed.time()));
    }
    return switch (result.exitCode()) {
      case 0 ->
          ToolResult.read(
              result.stdout().isEmpty() ? "no matches" : result.stdout().stripTrailing());
      case BAD_PATTERN -> ToolResult.refused("not a regular expression: " + pattern);
      case NO_PATH -> ToolResult.refused(path + ": no such file or directory");
      default -> ToolResult.refused("search broke (exit " + result.exitCode() + ")");
    };
  }
}

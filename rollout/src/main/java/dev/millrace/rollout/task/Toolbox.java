package dev.millrace.rollout.task;

import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.List;
import java.util.Set;

/// Which tools an agent has.
///
/// @param builtin names out of `bash`, `read_file`, `write_file`, `edit_file`, `search`, `submit`
/// @param functions the task's own functions
/// @param command run in the sandbox for a call of one of them, with the function's name appended;
///     arguments arrive as JSON on stdin, the result is stdout; exit status 0 is a result, 3 a
///     refusal or an error that the agent should read, anything else a broken tool
public record Toolbox(Set<String> builtin, List<ToolSpec> functions, List<String> command) {
  /// All six built-in tools and no functions: what a task has that says nothing else.
  public static final Toolbox BUILTIN =
      new Toolbox(
          Set.of("bash", "read_file", "write_file", "edit_file", "search", "submit"),
          List.of(),
          List.of());

  public Toolbox {
    builtin = Set.copyOf(builtin);
    functions = List.copyOf(functions);
    command = List.copyOf(command);
  }
}

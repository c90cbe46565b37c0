package dev.millrace.rollout.task;

import dev.millrace.rollout.trajectory.TaskRef;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One problem.
///
/// @param ref its name, family and content digest
/// @param instruction what the agent is told
/// @param environment what its sandbox starts from
/// @param toolbox which tools the agent has
/// @param verification how its end state is judged
/// @param limits what an episode may use
/// @param solution the reference solution, or null where the task has none
public record Task(
    TaskRef ref,
    String instruction,
    Environment environment,
    Toolbox toolbox,
    Verification verification,
    Limits limits,
    @Nullable Solution solution) {

  /// A reference solution.
  ///
  /// @param script `solve.sh`, run with bash in the working directory, or null
  /// @param steps the same solution as tool calls, from `steps.jsonl`; empty where only the script
  ///     is there
  public record Solution(@Nullable Path script, List<SolutionStep> steps) {
    // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
    public Solution(@Nullable Path script, List<SolutionStep> steps) {
      this.script = script;
      this.steps = List.copyOf(steps);
    }
  }
}

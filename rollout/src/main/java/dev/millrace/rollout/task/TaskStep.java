package dev.millrace.rollout.task;

import dev.millrace.rollout.task.Verification.TestScript;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A step of a task of several. The sandbox is the same for all of them; each is judged by the
/// state at its end.
///
/// @param name as its directory is named; unique in the task
/// @param instruction what the agent is told when the step begins
/// @param workdir files put into the working directory before that, or null; a `setup.sh` among
///     them is run there
/// @param minRewards the least that the step must be worth by name, for the next to begin; a name
///     that the verdict does not have is too little
/// @param time that the agent has for it
/// @param solution of this step, or null
public record TaskStep(
    String name,
    String instruction,
    @Nullable Path workdir,
    TestScript tests,
    Map<String, Double> minRewards,
    Duration time,
    Task.@Nullable Solution solution) {
  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public TaskStep(
      String name,
      String instruction,
      @Nullable Path workdir,
      TestScript tests,
      Map<String, Double> minRewards,
      Duration time,
      Task.@Nullable Solution solution) {
    this.name = name;
    this.instruction = instruction;
    this.workdir = workdir;
    this.tests = tests;
    this.minRewards = Map.copyOf(minRewards);
    this.time = time;
    this.solution = solution;
  }
}

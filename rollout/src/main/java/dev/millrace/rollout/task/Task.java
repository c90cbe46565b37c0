package dev.millrace.rollout.task;

import dev.millrace.rollout.trajectory.TaskRef;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One problem.
///
/// @param ref its name, family and content digest
/// @param instruction what the agent is told; of several steps, all that it is told in its turn
/// @param environment what its sandbox starts from
/// @param toolbox which tools the agent has
/// @param verification how its end state is judged
/// @param limits what an episode may use
/// @param solution the reference solution, or null where the task has none
/// @param permits what is not flagged here
/// @param feedback what it is told by beside its verdict
/// @param given directories whose files were put into the working directory before, in this order
public record Task(
    TaskRef ref,
    String instruction,
    Environment environment,
    Toolbox toolbox,
    Verification verification,
    Limits limits,
    @Nullable Solution solution,
    Permits permits,
    Feedback feedback,
    List<Path> given) {
  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public Task(
      TaskRef ref,
      String instruction,
      Environment environment,
      Toolbox toolbox,
      Verification verification,
      Limits limits,
      @Nullable Solution solution,
      Permits permits,
      Feedback feedback,
      List<Path> given) {
    this.ref = ref;
    this.instruction = instruction;
    this.environment = environment;
    this.toolbox = toolbox;
    this.verification = verification;
    this.limits = limits;
    this.solution = solution;
    this.permits = permits;
    this.feedback = feedback;
    this.given = List.copyOf(given);
  }

  /// A task that is told by nothing beside its verdict.
  public Task(
      TaskRef ref,
      String instruction,
      Environment environment,
      Toolbox toolbox,
      Verification verification,
      Limits limits,
      @Nullable Solution solution,
      Permits permits) {
    this(
        ref,
        instruction,
        environment,
        toolbox,
        verification,
        limits,
        solution,
        permits,
        Feedback.NONE,
        List.of());
  }

  /// A task that permits nothing special either.
  public Task(
      TaskRef ref,
      String instruction,
      Environment environment,
      Toolbox toolbox,
      Verification verification,
      Limits limits,
      @Nullable Solution solution) {
    this(ref, instruction, environment, toolbox, verification, limits, solution, Permits.NONE);
  }

  public Task with(Environment other) {
    return new Task(
        ref, instruction, other, toolbox, verification, limits, solution, permits, feedback, given);
  }

  public Task with(Feedback other) {
    return new Task(
        ref,
        instruction,
        environment,
        toolbox,
        verification,
        limits,
        solution,
        permits,
        other,
        given);
  }

  /// What of the verifier's metrics is held against a baseline.
  public List<Measure> measures() {
    return feedback.measures();
  }

  /// What a judge is asked; empty where none is.
  public Optional<Rubric> rubric() {
    return Optional.ofNullable(feedback.rubric());
  }

  /// The steps of a task of several, in order; empty for one of a single step.
  public List<TaskStep> steps() {
    return verification instanceof Verification.Steps several ? several.steps() : List.of();
  }

  /// Absolute paths of the sandbox that hold tests which the agent can see and has to leave as they
  /// are; of all steps, where there are several.
  public List<String> protectedPaths() {
    return switch (verification) {
      case Verification.TestScript script -> script.protectedPaths();
      case Verification.Steps several ->
          several.steps().stream()
              .flatMap(step -> step.tests().protectedPaths().stream())
              .distinct()
              .toList();
      case Verification.TestSpec _,
          Verification.ExpectedAnswer _,
          Verification.CodeCases _,
          Verification.FunctionCalls _,
          Verification.Unmeasured _,
          Verification.StateCheck _ ->
          List.of();
    };
  }

  /// The reference solutions of all its steps, in order, or its own; empty where a step has none.
  public List<Solution> solutions() {
    List<Solution> found = new ArrayList<>();
    Solution own = solution;
    if (steps().isEmpty() && own != null) {
      found.add(own);
    }
    for (TaskStep step : steps()) {
      Solution each = step.solution();
      if (each == null) {
        return List.of();
      }
      found.add(each);
    }
    return List.copyOf(found);
  }

  /// A step of this task as a task of its own: what is told, tested and solved is the step's, and
  /// the time is; all else is the task's. Its digest is another than the task's.
  public Task only(TaskStep step) {
    String digest = new ContentDigest().text(ref.digest()).text("step").text(step.name()).hex();
    Limits own =
        new Limits(
            limits.turns(),
            limits.tokens(),
            step.time(),
            limits.command(),
            limits.commandMemoryBytes(),
            limits.commandOutputBytes());
    return new Task(
        new TaskRef(ref.id(), ref.family(), digest),
        step.instruction(),
        environment,
        toolbox,
        step.tests(),
        own,
        step.solution(),
        permits,
        feedback,
        givenUntil(step));
  }

  private List<Path> givenUntil(TaskStep last) {
    List<Path> directories = new ArrayList<>();
    for (TaskStep step : steps()) {
      Path workdir = step.workdir();
      if (workdir != null) {
        directories.add(workdir);
      }
      if (step.name().equals(last.name())) {
        break;
      }
    }
    return directories;
  }

  /// A reference solution.
  ///
  /// @param script `solve.sh`, run with bash in the working directory, or null
  /// @param steps the same solution as tool calls, from `steps.jsonl`; empty where only the script
  ///     is there
  /// @param variables set for the script
  public record Solution(
      @Nullable Path script, List<SolutionStep> steps, Map<String, String> variables) {
    // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
    public Solution(
        @Nullable Path script, List<SolutionStep> steps, Map<String, String> variables) {
      this.script = script;
      this.steps = List.copyOf(steps);
      this.variables = Map.copyOf(variables);
    }

    public Solution(@Nullable Path script, List<SolutionStep> steps) {
      this(script, steps, Map.of());
    }
  }
}

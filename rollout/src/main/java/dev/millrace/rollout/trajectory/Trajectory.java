package dev.millrace.rollout.trajectory;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an episode left behind.
///
/// @param tools what was offered to the policy
/// @param messages the conversation, system and instruction first
/// @param events what was called and what happened
/// @param branches the token-exact chains; empty when the episode failed before its first call
/// @param end the end state of the workspace and what was answered
public record Trajectory(
    Episode episode,
    List<ToolSpec> tools,
    List<Message> messages,
    Events events,
    List<Branch> branches,
    Outcome outcome,
    End end,
    Provenance provenance) {
  public Trajectory {
    tools = List.copyOf(tools);
    messages = List.copyOf(messages);
    branches = List.copyOf(branches);
  }

  /// What was called and what happened.
  public record Events(
      List<ModelCall> modelCalls,
      List<ToolExecution> toolExecutions,
      Usage usage,
      Timings timings) {
    public Events {
      modelCalls = List.copyOf(modelCalls);
      toolExecutions = List.copyOf(toolExecutions);
    }
  }

  /// What the agent left.
  ///
  /// @param answer the argument of `submit`, or null when nothing was submitted
  /// @param workspace the end state, or null when the agent changed nothing or did not get so far
  /// @param checkpoints states on the way, oldest first
  /// @param steps of a task of several those that were come to, in order; empty for others
  public record End(
      @Nullable String answer,
      @Nullable WorkspaceDelta workspace,
      List<Checkpoint> checkpoints,
      @Default("[]") List<StepEnd> steps) {
    public static final End NOTHING = new End(null, null, List.of());

    // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
    public End(
        @Nullable String answer,
        @Nullable WorkspaceDelta workspace,
        List<Checkpoint> checkpoints,
        List<StepEnd> steps) {
      this.answer = answer;
      this.workspace = workspace;
      this.checkpoints = List.copyOf(checkpoints);
      this.steps = List.copyOf(steps);
    }

    /// The end of an episode of a single step.
    public End(
        @Nullable String answer, @Nullable WorkspaceDelta workspace, List<Checkpoint> checkpoints) {
      this(answer, workspace, checkpoints, List.of());
    }
  }

  /// The execution of a call, if it was carried out.
  public Optional<ToolExecution> execution(String callId) {
    return events.toolExecutions().stream().filter(e -> e.callId().equals(callId)).findFirst();
  }
}

package dev.millrace.rewards;

import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.StepEnd;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an agent hands in to be judged.
///
/// @param workspace the end state, or null for the state a sandbox starts from
/// @param answer what was submitted, or null
/// @param calls every call that the policy made, in order, carried out or not
/// @param said what the policy wrote beside its calls, turn by turn, without reasoning
/// @param steps of a task of several those that were come to; with none, the workspace is what
///     every step ended with
public record Submission(
    @Nullable WorkspaceDelta workspace,
    @Nullable String answer,
    List<ToolCall> calls,
    List<String> said,
    List<StepEnd> steps) {
  /// What an agent hands in that does nothing.
  public static final Submission NOTHING = new Submission(null, null, List.of(), List.of());

  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public Submission(
      @Nullable WorkspaceDelta workspace,
      @Nullable String answer,
      List<ToolCall> calls,
      List<String> said,
      List<StepEnd> steps) {
    this.workspace = workspace;
    this.answer = answer;
    this.calls = List.copyOf(calls);
    this.said = List.copyOf(said);
    this.steps = List.copyOf(steps);
  }

  /// What an agent hands in whose task has a single step.
  public Submission(
      @Nullable WorkspaceDelta workspace,
      @Nullable String answer,
      List<ToolCall> calls,
      List<String> said) {
    this(workspace, answer, calls, said, List.of());
  }

  /// Only a state.
  public static Submission left(@Nullable WorkspaceDelta workspace) {
    return new Submission(workspace, null, List.of(), List.of());
  }

  /// Only the states at the ends of steps.
  public static Submission stepped(List<StepEnd> steps) {
    return new Submission(null, null, List.of(), List.of(), steps);
  }

  /// Only an answer.
  public static Submission answered(@Nullable String answer) {
    return new Submission(null, answer, List.of(), List.of());
  }

  /// What a trajectory ended with.
  public static Submission of(Trajectory trajectory) {
    List<Message.Assistant> turns =
        trajectory.messages().stream()
            .filter(Message.Assistant.class::isInstance)
            .map(Message.Assistant.class::cast)
            .toList();
    return new Submission(
        trajectory.end().workspace(),
        trajectory.end().answer(),
        turns.stream().flatMap(turn -> turn.toolCalls().stream()).toList(),
        turns.stream().map(Message.Assistant::content).filter(text -> !text.isBlank()).toList(),
        trajectory.end().steps());
  }
}

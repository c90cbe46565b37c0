package dev.millrace.rewards.integrity.secret;

import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.StepEnd;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// The texts of a trajectory that people, tools and policies wrote.
final class TrajectoryTexts {
  private TrajectoryTexts() {}

  static List<String> of(Trajectory trajectory) {
    List<String> texts = new ArrayList<>();
    trajectory.messages().forEach(message -> map(message, text -> keep(texts, text)));
    if (trajectory.end().answer() != null) {
      texts.add(trajectory.end().answer());
    }
    trajectory.events().modelCalls().forEach(call -> texts.addAll(call.labels().values()));
    map(trajectory.outcome(), text -> keep(texts, text));
    trajectory.end().steps().forEach(step -> map(step, text -> keep(texts, text)));
    texts.addAll(trajectory.provenance().facts().values());
    return texts;
  }

  private static String keep(List<String> texts, String text) {
    texts.add(text);
    return text;
  }

  /// A message with each of its texts replaced.
  static Message map(Message message, UnaryOperator<String> change) {
    return switch (message) {
      case Message.SystemPrompt(String content) -> new Message.SystemPrompt(change.apply(content));
      case Message.User(String content) -> new Message.User(change.apply(content));
      case Message.ToolResult(String id, String name, String content) ->
          new Message.ToolResult(id, name, change.apply(content));
      case Message.Assistant turn ->
          new Message.Assistant(
              change.apply(turn.content()),
              turn.reasoning() == null ? null : change.apply(turn.reasoning()),
              turn.toolCalls().stream()
                  .map(
                      call ->
                          new ToolCall(call.id(), call.name(), change.apply(call.argumentsJson())))
                  .toList());
    };
  }

  /// An outcome with what it says replaced.
  static Outcome map(Outcome outcome, UnaryOperator<String> change) {
    return switch (outcome) {
      case Outcome.Completed completed -> completed;
      case Outcome.Truncated truncated -> truncated;
      case Outcome.Failed(Failure failure) ->
          new Outcome.Failed(JudgementTexts.map(failure, change));
      case Outcome.Cancelled(String reason) -> new Outcome.Cancelled(change.apply(reason));
    };
  }

  /// A step with what it says of its end replaced: of a setup that failed, its output.
  static StepEnd map(StepEnd step, UnaryOperator<String> change) {
    StepEnd.Gate gate = step.gate();
    return new StepEnd(
        step.name(),
        step.message(),
        step.turn(),
        map(step.outcome(), change),
        step.workspace(),
        gate == null
            ? null
            : new StepEnd.Gate(gate.open(), change.apply(gate.why()), gate.rewards()));
  }

  /// A model call with its labels replaced.
  static ModelCall map(ModelCall call, String promptDigest, UnaryOperator<String> change) {
    Map<String, String> labels = new LinkedHashMap<>();
    call.labels().forEach((name, text) -> labels.put(name, change.apply(text)));
    return new ModelCall(
        call.turn(),
        call.branch(),
        call.promptTokens(),
        promptDigest,
        call.sampledTokens(),
        call.finish(),
        call.latency(),
        labels,
        call.sampling());
  }
}

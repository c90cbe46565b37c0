package dev.millrace.rollout.policy.reference;

import dev.millrace.rollout.task.SolutionStep;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.List;
import java.util.Map;

/// One turn of a plan.
///
/// @param labels `fault` with its kind on a faulty turn, `recovers` with the kind on the turn that
///     makes it good; else empty
record PlannedTurn(Message.Assistant message, Map<String, String> labels) {
  PlannedTurn {
    labels = Map.copyOf(labels);
  }

  static PlannedTurn of(SolutionStep step) {
    return new PlannedTurn(call(step.say(), step.tool(), step.argumentsJson()), Map.of());
  }

  static PlannedTurn faulty(FaultKind kind, Message.Assistant message) {
    return new PlannedTurn(message, Map.of("fault", kind.label()));
  }

  /// The right step after a fault, with a sentence that owns the mistake.
  static PlannedTurn recovering(FaultKind kind, String owning, SolutionStep step) {
    return new PlannedTurn(
        call(owning, step.tool(), step.argumentsJson()), Map.of("recovers", kind.label()));
  }

  static Message.Assistant call(String say, String tool, String argumentsJson) {
    // Calls are named when they are read; here the name is never seen.
    return new Message.Assistant(say, null, List.of(new ToolCall("", tool, argumentsJson)));
  }

  static Message.Assistant text(String say) {
    return new Message.Assistant(say, null, List.of());
  }
}

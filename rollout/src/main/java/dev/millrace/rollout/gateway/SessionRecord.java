package dev.millrace.rollout.gateway;

import dev.millrace.rollout.harness.repetition.Sighting;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchCause;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a session left.
///
/// @param messages the main conversation as it stood at its last turn, that turn included
/// @param tools that were offered with it
/// @param modelCalls every turn that was committed, side calls and sub-agents included
/// @param branches the token chains; those of side calls are not trainable
/// @param drifts how many branches were started for which cause
/// @param sideCalls how many side calls were answered, by kind: `title`, `probe`, `small_model`,
///     `short`
/// @param counts what else happened: `retry_joined`, `retry_replayed`, `cancelled`,
///     `side_call_failed`, `malformed_call`, `hosted_tool.NAME` (a hosted tool that was declared
///     and left out)
/// @param failure the engine's at the work, when no turn of the work followed it; or null. It says
///     whether to run the episode again elsewhere
/// @param repetition for which the agent was given no more turns, or null
public record SessionRecord(
    List<Message> messages,
    List<ToolSpec> tools,
    List<ModelCall> modelCalls,
    List<Branch> branches,
    Map<BranchCause, Integer> drifts,
    Map<String, Integer> sideCalls,
    Map<String, Integer> counts,
    @Nullable Failure failure,
    @Nullable Sighting repetition) {
  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public SessionRecord(
      List<Message> messages,
      List<ToolSpec> tools,
      List<ModelCall> modelCalls,
      List<Branch> branches,
      Map<BranchCause, Integer> drifts,
      Map<String, Integer> sideCalls,
      Map<String, Integer> counts,
      @Nullable Failure failure,
      @Nullable Sighting repetition) {
    this.messages = List.copyOf(messages);
    this.tools = List.copyOf(tools);
    this.modelCalls = List.copyOf(modelCalls);
    this.branches = List.copyOf(branches);
    this.drifts = Map.copyOf(drifts);
    this.sideCalls = Map.copyOf(sideCalls);
    this.counts = Map.copyOf(counts);
    this.failure = failure;
    this.repetition = repetition;
  }
}

package dev.millrace.datasets.build;

import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchCause;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.MaskReason;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One model call with the message it became and the tokens it stands in.
///
/// @param message the place of its message in the trajectory
record Step(int message, ModelCall call, Branch branch) {
  private static final String FAULT = "fault";

  /// The steps of a trajectory, or nothing when its assistant messages and its model calls do not
  /// pair up one to one.
  static Optional<List<Step>> of(Trajectory trajectory) {
    Map<BranchId, Branch> branches = new HashMap<>();
    trajectory.branches().forEach(branch -> branches.put(branch.id(), branch));
    List<ModelCall> calls =
        trajectory.events().modelCalls().stream()
            .filter(call -> isInConversation(branches.get(call.branch())))
            .toList();
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < trajectory.messages().size(); i++) {
      if (trajectory.messages().get(i) instanceof Message.Assistant) {
        if (steps.size() == calls.size()) {
          return Optional.empty();
        }
        ModelCall call = calls.get(steps.size());
        Branch branch = branches.get(call.branch());
        if (branch == null) {
          return Optional.empty();
        }
        steps.add(new Step(i, call, branch));
      }
    }
    return steps.size() == calls.size() ? Optional.of(steps) : Optional.empty();
  }

  /// Side calls and sub-agents are no turns of the conversation.
  private static boolean isInConversation(@Nullable Branch branch) {
    return branch == null
        || (branch.origin().cause() != BranchCause.SIDE_CALL
            && branch.origin().cause() != BranchCause.SUB_AGENT);
  }

  /// Why it cannot be compared with others, by the name under which it is counted.
  Optional<String> lack() {
    return Chain.of(branch).lackForTraining();
  }

  boolean isFaulty() {
    if (call.labels().containsKey(FAULT)) {
      return true;
    }
    byte[] reasons = branch.tokens().maskReasons();
    for (int i = start(); i < end(); i++) {
      if (reasons[i] == MaskReason.ERROR_STEP.code()) {
        return true;
      }
    }
    return false;
  }

  /// What kind of fault it is, where the policy says.
  String fault() {
    return call.labels().getOrDefault(FAULT, "unnamed");
  }

  int start() {
    return call.promptTokens();
  }

  int end() {
    return Math.min(call.promptTokens() + call.sampledTokens(), branch.tokens().length());
  }

  int[] promptIds() {
    return Arrays.copyOf(branch.tokens().ids(), start());
  }

  int[] sampledIds() {
    return Arrays.copyOfRange(branch.tokens().ids(), start(), end());
  }
}

package dev.millrace.rollout.harness.repetition;

import dev.millrace.rollout.trajectory.ToolStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an agent did in one turn and what came of it.
///
/// @param acts its calls with their results, in their order
/// @param said what it wrote beside them
/// @param reply what it was told after a turn without a call; empty after others
/// @param state a digest of the files after the turn, or null where it is not known
public record Move(List<Act> acts, String said, String reply, @Nullable String state) {
  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public Move(List<Act> acts, String said, String reply, @Nullable String state) {
    this.acts = List.copyOf(acts);
    this.said = said;
    this.reply = reply;
    this.state = state;
  }

  /// One call.
  ///
  /// @param argumentsJson as written
  /// @param observation what the agent read of its result
  /// @param status how it ended, or null where that is not known
  public record Act(
      String tool, String argumentsJson, String observation, @Nullable ToolStatus status) {
    boolean isFailed() {
      return status != null && status != ToolStatus.OK && status != ToolStatus.REFUSED;
    }

    boolean isOutOfTime() {
      return status == ToolStatus.TIMED_OUT;
    }

    /// Of the call as it is written.
    String call() {
      return Signature.exact(text());
    }

    /// The same call with the same result.
    String same() {
      return call() + "." + Signature.stable(observation);
    }

    /// The same call with much the same result.
    String sameCall() {
      return call() + "." + Signature.loose(observation);
    }

    /// Much the same call with the same result.
    String sameResult() {
      return Signature.loose(text()) + "." + Signature.stable(observation);
    }

    private String text() {
      return tool + "\n" + Signature.arguments(argumentsJson);
    }
  }

  boolean isMonologue() {
    return acts.isEmpty();
  }
}

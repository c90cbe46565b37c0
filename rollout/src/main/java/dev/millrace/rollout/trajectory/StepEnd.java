package dev.millrace.rollout.trajectory;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A step of an episode whose task has several, as far as it came.
///
/// @param name of the step
/// @param message place of its instruction among the messages
/// @param turn model calls before it
/// @param outcome how it ended; one that could not begin has failed, and was not judged
/// @param workspace the state at its end, or null where nothing was changed until then
/// @param gate what was said of the next step, or null where nobody was asked
public record StepEnd(
    String name,
    int message,
    int turn,
    Outcome outcome,
    @Nullable WorkspaceDelta workspace,
    @Nullable Gate gate) {
  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public StepEnd(
      String name,
      int message,
      int turn,
      Outcome outcome,
      @Nullable WorkspaceDelta workspace,
      @Nullable Gate gate) {
    this.name = name;
    this.message = message;
    this.turn = turn;
    this.outcome = outcome;
    this.workspace = workspace;
    this.gate = gate;
  }

  /// The same step with its state elsewhere.
  public StepEnd with(@Nullable WorkspaceDelta other) {
    return new StepEnd(name, message, turn, outcome, other, gate);
  }

  /// Whether the next step may begin.
  ///
  /// @param open whether it may
  /// @param why in words; empty where it may
  /// @param rewards what the step was worth by name
  public record Gate(boolean open, String why, Map<String, Double> rewards) {
    public Gate {
      rewards = Map.copyOf(rewards);
    }
  }
}

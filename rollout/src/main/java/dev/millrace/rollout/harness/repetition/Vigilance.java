package dev.millrace.rollout.harness.repetition;

/// What a harness does about an agent that goes round in circles or stands still.
public sealed interface Vigilance {
  /// Nothing.
  record Off() implements Vigilance {}

  /// Warns it once.
  ///
  /// @param then what becomes of one that goes on
  record Watching(Bounds bounds, Then then) implements Vigilance {}

  /// What follows on the warning.
  enum Then {
    /// Its episode ends, by `Limit.LOOP` or `Limit.STALL`.
    END,
    /// It goes on until another limit.
    NOTHING
  }
}

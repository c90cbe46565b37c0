package dev.millrace.rollout.sandbox.network;

/// Hears every decision before it has an effect. Called by many threads. What it throws closes the
/// way: nothing goes out unrecorded.
@FunctionalInterface
public interface DecisionListener {
  /// Keeps nothing.
  DecisionListener NONE = _ -> {};

  void decided(Decision decision);

  /// Who hears of a fork of the sandbox. Called before the fork is made.
  default DecisionListener ofFork() {
    return this;
  }
}

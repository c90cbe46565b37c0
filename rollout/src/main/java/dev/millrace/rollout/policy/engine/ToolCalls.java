package dev.millrace.rollout.policy.engine;

/// Whether the engine is held to well-formed tool calls.
public enum ToolCalls {
  /// The model writes what it likes; what is malformed is told to it and labelled.
  FREE,
  /// A request's constraint is passed on: the engine allows nothing else, and the distribution is
  /// recorded as masked.
  CONSTRAINED
}

package dev.millrace.rollout.policy.engine;

/// Whether the engine is held to well-formed tool calls.
public enum ToolCalls {
  FREE,
  /// A request's constraint is passed on, and the distribution is recorded as masked.
  CONSTRAINED
}

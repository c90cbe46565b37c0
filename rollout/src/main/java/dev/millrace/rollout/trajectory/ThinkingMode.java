package dev.millrace.rollout.trajectory;

/// How thinking goes with turns, in the terms of the GLM-5 report (arXiv 2602.15763). Stored by
/// name.
public enum ThinkingMode {
  /// Thinking before each call; a new user message may drop what was thought before it.
  INTERLEAVED,
  /// Thinking of earlier turns stays in the context.
  PRESERVED,
  /// Thinking is switched on and off by turn.
  TURN_LEVEL
}

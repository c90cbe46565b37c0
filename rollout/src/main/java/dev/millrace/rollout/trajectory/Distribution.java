package dev.millrace.rollout.trajectory;

/// Whether every id could be sampled. Stored by name.
public enum Distribution {
  FULL,
  /// A grammar or another mask forbade some ids.
  MASKED
}

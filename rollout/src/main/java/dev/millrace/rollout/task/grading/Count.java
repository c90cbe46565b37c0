package dev.millrace.rollout.task.grading;

/// What one expected test counts as.
public enum Count {
  /// The expectation is met.
  MET,
  /// The expectation is not met.
  BROKEN,
  /// The test is left out: it is in neither list of a report, and does not lower a share.
  NEITHER
}

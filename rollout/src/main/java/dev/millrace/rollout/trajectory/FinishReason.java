package dev.millrace.rollout.trajectory;

/// Why an engine stopped sampling.
public enum FinishReason {
  STOP,
  LENGTH,
  ABORT
}

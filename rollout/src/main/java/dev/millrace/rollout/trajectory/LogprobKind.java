package dev.millrace.rollout.trajectory;

/// Of which distribution the reported log-probabilities are. Stored by name.
public enum LogprobKind {
  /// None were reported.
  NONE,
  /// Of the distribution that was sampled from, temperature and truncation included.
  BEHAVIOUR,
  /// Of the model before sampling settings, where these change it.
  RAW
}

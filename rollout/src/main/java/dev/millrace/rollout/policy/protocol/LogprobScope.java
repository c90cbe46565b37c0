package dev.millrace.rollout.policy.protocol;

import dev.millrace.rollout.trajectory.Distribution;
import dev.millrace.rollout.trajectory.LogprobKind;

/// At which point of sampling an engine reads the log-probabilities that it reports.
public enum LogprobScope {
  /// It reports none.
  NONE,
  /// Before everything: the model's own.
  MODEL,
  /// After temperature and masks, before top-p, top-k and min-p.
  TEMPERATURE,
  /// After everything: what was sampled from.
  PROCESSED,
  /// Nobody knows; taken for [#MODEL], which claims least.
  UNKNOWN;

  /// What the numbers mean under these settings.
  public LogprobKind kind(Sampling sampling, Distribution distribution) {
    boolean masked = distribution == Distribution.MASKED;
    boolean behaviour =
        switch (this) {
          case NONE -> false;
          case PROCESSED -> sampling.temperature() > 0;
          case TEMPERATURE -> !sampling.isTruncated();
          case MODEL, UNKNOWN -> sampling.isPlain() && !masked;
        };
    if (this == NONE) {
      return LogprobKind.NONE;
    }
    return behaviour ? LogprobKind.BEHAVIOUR : LogprobKind.RAW;
  }
}

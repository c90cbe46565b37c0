package dev.millrace.rollout.token;

/// Why a conversation could not be continued on the branch it stood on.
public enum Drift {
  /// Messages that were sent are gone: compaction, a smaller window, a retried turn.
  HISTORY_SHORTENED,
  /// A message that was sent now reads otherwise.
  HISTORY_REWRITTEN,
  /// What stands where the policy's turn was is not what it sampled.
  TURN_REWRITTEN,
  /// The template renders what was sent otherwise, now that more follows.
  TEMPLATE_REWRITES
}

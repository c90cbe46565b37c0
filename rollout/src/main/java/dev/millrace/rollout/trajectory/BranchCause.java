package dev.millrace.rollout.trajectory;

/// Why a branch was started. Stored by name.
public enum BranchCause {
  /// It is the first of its episode.
  FIRST,
  /// Messages that were sent are gone: a smaller window, a retried turn.
  HISTORY_SHORTENED,
  /// A message that was sent now reads otherwise.
  HISTORY_REWRITTEN,
  /// What stands where the policy's turn was is not what it sampled.
  TURN_REWRITTEN,
  /// The template renders what was sent otherwise, now that more follows.
  TEMPLATE_REWRITES,
  /// The template no longer shows thinking that was sampled.
  THINKING_DROPPED,
  /// A long conversation goes on from a summary or a cut.
  COMPACTION,
  /// Other tools are offered than before.
  TOOLS_CHANGED,
  /// Another agent's conversation inside the same episode.
  SUB_AGENT,
  /// A title, a summary or a probe that is no part of the task's work; never trained.
  SIDE_CALL,
  /// The conversation about a task's next step.
  NEXT_STEP
}

package dev.millrace.rollout.token;

/// What a request is for, as far as the one who asks knows.
public enum Purpose {
  /// The task's work; the ledger finds out itself how it follows what was sent.
  MAIN,
  /// A title, a summary or a probe: never part of a branch that is trained.
  SIDE_CALL,
  /// The work goes on from a summary or a cut.
  COMPACTION,
  /// Another agent's conversation.
  SUB_AGENT,
  /// A task's next step, in a conversation of its own.
  NEXT_STEP
}

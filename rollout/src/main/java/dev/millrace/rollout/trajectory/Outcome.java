package dev.millrace.rollout.trajectory;

/// How an episode ended. Only [Completed] and [Truncated] left a state that can be judged.
public sealed interface Outcome {
  /// The agent ended it.
  record Completed(Ending ending) implements Outcome {}

  /// A limit ended it; what the agent left behind is judged all the same.
  record Truncated(Limit limit) implements Outcome {}

  /// Something else broke; this is never a reward.
  record Failed(Failure failure) implements Outcome {}

  record Cancelled(String reason) implements Outcome {}

  /// How an agent ends its episode.
  enum Ending {
    /// It called `submit`.
    SUBMITTED,
    /// It wrote a turn without a tool call.
    STOPPED
  }

  /// Which limit was reached.
  enum Limit {
    TURNS,
    TOKENS,
    WALL_TIME,
    CONTEXT,
    /// The agent went round in circles, and went on after it was warned.
    LOOP,
    /// The agent got nowhere, and went on so after it was warned.
    STALL
  }

  /// Whether there is an end state that a verifier may judge.
  default boolean isJudged() {
    return this instanceof Completed || this instanceof Truncated;
  }
}

package dev.millrace.rollout.trajectory;

/// What the scorer says of a trajectory.
public sealed interface Judgement {
  record Scored(Score score) implements Judgement {}

  /// No verdict, hence no reward.
  record Unscored(Failure failure) implements Judgement {}
}

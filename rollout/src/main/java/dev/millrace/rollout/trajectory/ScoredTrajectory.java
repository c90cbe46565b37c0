package dev.millrace.rollout.trajectory;

/// A trajectory with its judgement: what the lake keeps.
public record ScoredTrajectory(Trajectory trajectory, Judgement judgement) {}

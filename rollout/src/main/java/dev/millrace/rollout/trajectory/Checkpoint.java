package dev.millrace.rollout.trajectory;

/// The state of the workspace after a turn, kept so that progress can be measured later.
///
/// @param turn the model call after whose tools it was taken
/// @param tokens sampled tokens so far
public record Checkpoint(int turn, long tokens, WorkspaceDelta state) {}

package dev.millrace.rollout.harness;

import dev.millrace.rollout.trajectory.Episode;

/// Told of an episode's steps as they happen; called on the episode's thread, so it must be quick.
public interface TurnListener {
  TurnListener NONE = (_, _) -> {};

  void onTurn(Episode episode, TurnEvent event);
}

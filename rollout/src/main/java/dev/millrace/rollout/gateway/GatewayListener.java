package dev.millrace.rollout.gateway;

import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.ModelCall;

/// Hears of turns as they are committed, before the agent sees their end.
public interface GatewayListener {
  GatewayListener NONE = (_, _) -> {};

  /// Called on the turn's thread, in the order of commits of that thread; side calls included.
  void onTurn(EpisodeId episode, ModelCall call);
}

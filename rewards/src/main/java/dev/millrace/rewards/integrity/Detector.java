package dev.millrace.rewards.integrity;

import dev.millrace.rollout.trajectory.Flag;
import java.util.List;

/// Looks for one sort of misbehaviour in an episode. Stateless; any thread may ask it.
public interface Detector {
  /// What it found, each with what was seen and where; empty when there is nothing.
  ///
  /// @throws dev.millrace.rollout.trajectory.FailureException when the original files cannot be
  ///     looked at
  List<Flag> find(Evidence evidence) throws InterruptedException;
}

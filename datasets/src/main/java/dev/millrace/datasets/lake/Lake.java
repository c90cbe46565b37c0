package dev.millrace.datasets.lake;

import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import java.util.List;
import java.util.Set;

/// Every scored trajectory of a run, exactly once. Any thread may read; what is committed while a
/// reader is at work may or may not be seen, but never in part. All methods block on I/O and throw
/// [LakeException].
public interface Lake {
  /// The offset after the last one committed of a partition, 0 for a partition never seen.
  long nextOffset(String topic, int partition);

  /// The episodes that are in the lake.
  Set<EpisodeId> episodes();

  /// The keys of all episodes, in their order.
  List<EpisodeKey> keys();

  /// Reads episodes with their branches, in the order of their keys. Workspace archives are not in
  /// the lake: a delta comes back with its digest and size.
  ///
  /// @param episodes which; one that is not in the lake is left out
  /// @throws BrokenPrefixException if a branch does not begin with what a model call was sent
  List<ScoredTrajectory> read(Set<EpisodeId> episodes);

  /// A writer with its own claims.
  LakeWriter writer();
}

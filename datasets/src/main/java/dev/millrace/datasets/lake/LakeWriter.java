package dev.millrace.datasets.lake;

import dev.millrace.rollout.trajectory.ScoredTrajectory;
import java.util.List;

/// The hand of the sink. One thread uses a writer; any number of writers in any processes may share
/// a lake, and of those that claim a partition only the last one can commit to it.
public interface LakeWriter {
  /// Takes a partition over: from now on every earlier claimant's commits fail. Clears away what
  /// writers that died left behind.
  ///
  /// @return the offset to go on from
  long claim(String topic, int partition);

  /// Commits a range: all of its rows become visible together, or none do. An episode that is in
  /// the lake already, or twice in the list, is left out and counted.
  ///
  /// @param rows what the range holds, in the order of its offsets; may be empty
  /// @throws LakeConflictException if the partition is not, or no longer, this writer's, or the
  ///     range begins before the partition's next offset
  /// @throws LakeException if storing failed. Nothing is visible, except when the message says that
  ///     the commit is in doubt; claim the partition again to go on
  Committed write(OffsetRange range, List<ScoredTrajectory> rows);

  /// What a commit holds.
  ///
  /// @param duplicates episodes left out because the lake has them
  record Committed(int episodes, int branches, int duplicates) {}
}

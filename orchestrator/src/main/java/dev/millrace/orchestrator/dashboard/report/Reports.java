package dev.millrace.orchestrator.dashboard.report;

import dev.millrace.datasets.build.SetSummary;
import dev.millrace.datasets.lake.EpisodeKey;
import dev.millrace.datasets.lake.Lake;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Makes a [RunReport] out of a lake.
public final class Reports {
  /// How many episodes are in memory at once.
  private static final int AT_ONCE = 512;

  private Reports() {}

  /// Reads the whole lake once.
  ///
  /// @param sets what came of building the sets
  /// @throws dev.millrace.datasets.lake.LakeException when the lake cannot be read
  public static RunReport of(Lake lake, List<SetSummary> sets, RunFacts facts) {
    RunTally tally = new RunTally();
    Set<EpisodeId> batch = new HashSet<>();
    for (EpisodeKey key : lake.keys()) {
      batch.add(key.episode());
      if (batch.size() == AT_ONCE) {
        lake.read(batch).forEach(tally::add);
        batch.clear();
      }
    }
    lake.read(batch).forEach(tally::add);
    return tally.report(sets, facts);
  }

  /// The same of trajectories at hand.
  static RunReport of(List<ScoredTrajectory> episodes, List<SetSummary> sets, RunFacts facts) {
    RunTally tally = new RunTally();
    episodes.forEach(tally::add);
    return tally.report(sets, facts);
  }
}

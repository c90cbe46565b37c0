package dev.millrace.datasets.lake;

import dev.millrace.datasets.lake.table.Row;
import dev.millrace.datasets.lake.table.Table;
import java.util.Set;

/// The ends of episodes, out of a few columns of [EpisodesTable].
final class EndRows {
  static final Table TABLE =
      EpisodesTable.TABLE.select(
          Set.of(
              "episode_id",
              "task_id",
              "family",
              "task_digest",
              "group_id",
              "member",
              "attempt",
              "seed",
              "policy",
              "outcome",
              "ending",
              "limit",
              "cancel_reason",
              "failure_boundary",
              "failure_detail",
              "workspace_digest",
              "workspace_bytes",
              "total"));

  private EndRows() {}

  static EpisodeEnd read(Row row) {
    return new EpisodeEnd(
        EpisodeRows.episode(row),
        EpisodeRows.outcome(row),
        EpisodeRows.workspace(row),
        row.float64OrNull("total"));
  }
}

package dev.millrace.datasets.lake;

import dev.millrace.datasets.lake.table.Row;
import dev.millrace.datasets.lake.table.Store;
import dev.millrace.datasets.lake.table.WrittenFile;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Commits episodes with their branches and the states that travelled with them.
final class ParquetLakeWriter implements LakeWriter {
  private final Commits commits;

  ParquetLakeWriter(Store store, String writer) {
    this.commits =
        new Commits(
            store, writer, List.of(ParquetLake.EPISODES, ParquetLake.BRANCHES, ParquetLake.STATES));
  }

  @Override
  public long claim(String topic, int partition) {
    return commits.claim(topic, partition);
  }

  @Override
  public Committed write(OffsetRange range, List<ScoredTrajectory> rows) {
    Claim claim = commits.hold(range);
    List<ScoredTrajectory> fresh = fresh(rows, claim);
    List<WrittenFile> files =
        fresh.isEmpty() ? List.of() : commits.store(range, claim, parts(range, fresh));
    commits.publish(
        range, claim, files, fresh.stream().map(row -> row.trajectory().episode().id()).toList());
    int branches = fresh.stream().mapToInt(row -> row.trajectory().branches().size()).sum();
    return new Committed(fresh.size(), branches, rows.size() - fresh.size());
  }

  private static List<ScoredTrajectory> fresh(List<ScoredTrajectory> rows, Claim claim) {
    Map<EpisodeId, ScoredTrajectory> fresh = new LinkedHashMap<>();
    for (ScoredTrajectory row : rows) {
      EpisodeId id = row.trajectory().episode().id();
      if (!claim.has(id)) {
        fresh.putIfAbsent(id, row);
      }
    }
    return List.copyOf(fresh.values());
  }

  private static List<Commits.Part> parts(OffsetRange range, List<ScoredTrajectory> rows) {
    List<Row> episodes = rows.stream().map(row -> EpisodeRows.row(row, range)).toList();
    List<Row> branches = rows.stream().flatMap(row -> BranchRows.rows(row).stream()).toList();
    List<Row> states = StatesTable.rows(rows);
    List<Commits.Part> parts = new ArrayList<>();
    parts.add(new Commits.Part(ParquetLake.EPISODES, EpisodesTable.TABLE, episodes));
    parts.add(new Commits.Part(ParquetLake.BRANCHES, BranchesTable.TABLE, branches));
    if (!states.isEmpty()) {
      parts.add(new Commits.Part(ParquetLake.STATES, StatesTable.TABLE, states));
    }
    return parts;
  }
}

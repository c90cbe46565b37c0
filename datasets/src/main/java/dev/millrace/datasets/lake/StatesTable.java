package dev.millrace.datasets.lake;

import static dev.millrace.datasets.lake.table.Column.required;

import dev.millrace.datasets.lake.table.ColumnType;
import dev.millrace.datasets.lake.table.Row;
import dev.millrace.datasets.lake.table.Table;
import dev.millrace.rollout.trajectory.Checkpoint;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The columns of `lake/states`: end states and checkpoints that travelled with their records, once
/// a file, so that old episodes can be judged again. Larger ones lie beside the lake.
final class StatesTable {
  static final Table TABLE =
      new Table(
          "states",
          List.of(
              required("digest", ColumnType.STRING, "SHA-256 of the archive."),
              required("size_bytes", ColumnType.INT64, "The archive's size."),
              required("archive", ColumnType.BINARY, "A tar in the form of an image layer.")));

  private StatesTable() {}

  static List<Row> rows(List<ScoredTrajectory> scored) {
    Map<String, Row> rows = new LinkedHashMap<>();
    for (ScoredTrajectory one : scored) {
      states(one.trajectory())
          .forEach(
              state -> {
                byte[] archive = state.archive();
                if (archive != null) {
                  rows.computeIfAbsent(state.digest(), digest -> row(digest, archive));
                }
              });
    }
    return List.copyOf(rows.values());
  }

  private static Row row(String digest, byte[] archive) {
    return new Row(TABLE)
        .put("digest", digest)
        .put("size_bytes", (long) archive.length)
        .put("archive", archive);
  }

  private static Stream<WorkspaceDelta> states(Trajectory trajectory) {
    Trajectory.End end = trajectory.end();
    return Stream.of(
            Stream.ofNullable(end.workspace()),
            end.checkpoints().stream().map(Checkpoint::state),
            end.steps().stream().flatMap(step -> Stream.ofNullable(step.workspace())))
        .flatMap(states -> states);
  }
}

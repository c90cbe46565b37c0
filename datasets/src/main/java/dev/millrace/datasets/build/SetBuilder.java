package dev.millrace.datasets.build;

import dev.millrace.datasets.lake.Lake;
import dev.millrace.datasets.lake.table.Table;

/// Makes one training set out of a lake. Rows come in the order of task, group and member, and hold
/// nothing that depends on time, on attempts or on how the lake's files were cut: equal episodes
/// make equal sets, row for row. Stateless; any thread.
public interface SetBuilder {
  /// The set's name and columns.
  Table table();

  /// What the data card says of the set.
  SetCard card();

  /// Reads the lake and writes every row.
  ///
  /// @throws dev.millrace.datasets.lake.LakeException if the lake cannot be read
  SetSummary build(Lake lake, SetWriter out);
}

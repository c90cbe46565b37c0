package dev.millrace.datasets.build;

import dev.millrace.datasets.lake.table.Row;

/// Takes the rows of one set, in order.
@FunctionalInterface
public interface SetWriter {
  void write(Row row);
}

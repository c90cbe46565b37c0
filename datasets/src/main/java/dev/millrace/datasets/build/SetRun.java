package dev.millrace.datasets.build;

import dev.millrace.datasets.lake.table.Row;
import java.util.Map;
import java.util.TreeMap;

/// Counts one build. One thread.
final class SetRun {
  private final String name;
  private final SetWriter out;
  private final Map<String, Long> drops = new TreeMap<>();
  private long rows;

  SetRun(String name, SetWriter out) {
    this.name = name;
    this.out = out;
  }

  void write(Row row) {
    out.write(row);
    rows++;
  }

  void drop(String reason) {
    drops.merge(reason, 1L, Long::sum);
  }

  SetSummary summary() {
    return new SetSummary(name, rows, drops);
  }
}

package dev.millrace.datasets.lake;

import dev.millrace.datasets.lake.table.Row;
import dev.millrace.datasets.lake.table.Store;
import dev.millrace.datasets.lake.table.Table;
import dev.millrace.datasets.lake.table.TableReader;
import dev.millrace.datasets.lake.table.WrittenFile;
import java.util.function.Consumer;

/// Reads committed files, which are still what was committed.
final class WholeFiles {
  private WholeFiles() {}

  static void scan(Store store, WrittenFile file, Table table, Consumer<Row> sink) {
    if (store.sizeBytes(file.name()) != file.sizeBytes()) {
      throw new LakeException(
          store.describe(file.name())
              + " has "
              + store.sizeBytes(file.name())
              + " bytes, its manifest says "
              + file.sizeBytes()
              + ": the file was changed after it was committed",
          null);
    }
    try (TableReader reader = store.open(file.name(), table)) {
      for (Row row = reader.next(); row != null; row = reader.next()) {
        sink.accept(row);
      }
    }
  }
}

package dev.millrace.datasets.export;

import dev.millrace.datasets.build.SetWriter;
import dev.millrace.datasets.lake.table.Row;
import dev.millrace.datasets.lake.table.Store;
import dev.millrace.datasets.lake.table.Table;
import dev.millrace.datasets.lake.table.TableWriter;
import dev.millrace.datasets.lake.table.WrittenFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Writes rows to files of about equal size and names them once their number is known. There is
/// always at least one file, so that an empty set loads, too.
final class ShardedWriter implements SetWriter, AutoCloseable {
  private final Store store;
  private final String directory;
  private final Table table;
  private final long shardBytes;
  private final List<WrittenFile> shards = new ArrayList<>();
  private TableWriter open;

  ShardedWriter(Store store, String directory, Table table, long shardBytes) {
    this.store = store;
    this.directory = directory;
    this.table = table;
    this.shardBytes = shardBytes;
    this.open = next();
  }

  @Override
  public void write(Row row) {
    if (open.rows() > 0 && open.sizeBytes() >= shardBytes) {
      shards.add(open.finish());
      open = next();
    }
    open.write(row);
  }

  /// Ends the last file and gives all of them their names.
  List<WrittenFile> finish() {
    shards.add(open.finish());
    List<WrittenFile> named = new ArrayList<>();
    for (WrittenFile shard : shards) {
      String name =
          String.format(
              Locale.ROOT, "%s/train-%05d-of-%05d.parquet", directory, named.size(), shards.size());
      store.rename(shard.name(), name);
      named.add(shard.renamed(name));
    }
    return named;
  }

  @Override
  public void close() {
    open.close();
  }

  private TableWriter next() {
    String name = String.format(Locale.ROOT, "%s/.tmp-%05d.parquet", directory, shards.size());
    return store.create(name, table, Map.of("millrace.set", table.name()));
  }
}

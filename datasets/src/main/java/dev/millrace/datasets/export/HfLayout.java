package dev.millrace.datasets.export;

import dev.millrace.datasets.build.SetBuilder;
import dev.millrace.datasets.build.SetSummary;
import dev.millrace.datasets.lake.Lake;
import dev.millrace.datasets.lake.LakeException;
import dev.millrace.datasets.lake.table.Store;
import dev.millrace.datasets.lake.table.StoreException;
import dev.millrace.datasets.lake.table.WrittenFile;
import java.util.List;

/// Writes a set as Hugging Face `datasets` loads it: `NAME/data/train-00000-of-0000N.parquet` and a
/// data card in `NAME/README.md`. The directory appears whole: it is written aside and renamed, and
/// a set of that name that was there before is replaced.
public final class HfLayout {
  private static final long SHARD_BYTES = 256L << 20;

  private final Store store;
  private final long shardBytes;

  /// @param store the directory that holds the sets, e.g. `sets` of a run
  public HfLayout(Store store) {
    this(store, SHARD_BYTES);
  }

  HfLayout(Store store, long shardBytes) {
    this.store = store;
    this.shardBytes = shardBytes;
  }

  /// Builds a set and writes it. Blocks.
  ///
  /// @throws LakeException if the lake cannot be read or the set not be written; what was there
  ///     before stays
  public SetSummary write(SetBuilder builder, Lake lake) {
    String name = builder.table().name();
    String aside = ".tmp-" + name;
    try {
      store.delete(aside);
      store.makeDirectory(aside + "/data");
      SetSummary summary;
      List<WrittenFile> shards;
      try (ShardedWriter out =
          new ShardedWriter(store, aside + "/data", builder.table(), shardBytes)) {
        summary = builder.build(lake, out);
        shards = out.finish();
      }
      store.writeText(aside + "/README.md", DataCard.of(builder, summary, shards));
      store.syncDirectory(aside + "/data");
      store.syncDirectory(aside);
      replace(aside, name);
      return summary;
    } catch (StoreException e) {
      clear(aside, e);
      throw new LakeException("could not write the set " + name + ": " + e.getMessage(), e);
    }
  }

  private void replace(String aside, String name) {
    String old = ".old-" + name;
    store.delete(old);
    if (store.exists(name)) {
      store.rename(name, old);
    }
    store.rename(aside, name);
    store.syncDirectory("");
    store.delete(old);
  }

  private void clear(String aside, StoreException cause) {
    try {
      store.delete(aside);
    } catch (StoreException e) {
      cause.addSuppressed(e);
    }
  }
}

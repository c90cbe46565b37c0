package dev.millrace.datasets.lake.table;

import java.io.IOException;
import java.util.Map;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;

/// Writes one Parquet file: zstd 3, row groups of at most 32 MiB, with page indexes and page
/// checksums. One thread. A writer that failed, or was closed before it was finished, leaves a file
/// without a footer, which no reader takes for whole.
public final class TableWriter implements AutoCloseable {
  private static final long ROW_GROUP_BYTES = 32L << 20;
  private static final int ZSTD_LEVEL = 3;

  private final Store store;
  private final String name;
  private final DigestingOutputFile file;
  private final ParquetWriter<Row> writer;
  private long rows;
  private boolean isFinished;

  private TableWriter(
      Store store, String name, DigestingOutputFile file, ParquetWriter<Row> writer) {
    this.store = store;
    this.name = name;
    this.file = file;
    this.writer = writer;
  }

  static TableWriter open(Store store, String name, Table table, Map<String, String> facts) {
    DigestingOutputFile file = new DigestingOutputFile(store, name);
    try {
      Builder builder =
          new Builder(file, table, facts)
              .withCompressionCodec(CompressionCodecName.ZSTD)
              .withWriterVersion(WriterVersion.PARQUET_1_0)
              .withRowGroupSize(ROW_GROUP_BYTES)
              .withPageWriteChecksumEnabled(true)
              .config("parquet.compression.codec.zstd.level", Integer.toString(ZSTD_LEVEL));
      for (Column column : table.columns()) {
        String leaf = ParquetSchema.leafPath(column);
        builder.withDictionaryEncoding(leaf, column.type().usesDictionary());
        builder.withByteStreamSplitEncoding(leaf, column.type().element() == ColumnType.FLOAT);
      }
      return new TableWriter(store, name, file, builder.build());
    } catch (IOException e) {
      throw store.failure("start", name, "", e);
    }
  }

  public void write(Row row) {
    try {
      writer.write(row);
      rows++;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /// How many bytes the file will have about, with what is still buffered.
  public long sizeBytes() {
    return writer.getDataSize();
  }

  public long rows() {
    return rows;
  }

  /// Ends the file and flushes it to the disk.
  public WrittenFile finish() {
    try {
      isFinished = true;
      writer.close();
      return new WrittenFile(name, rows, file.sizeBytes(), file.sha256());
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /// Lets go of the file. One that was not finished stays without a footer.
  @Override
  public void close() {
    if (!isFinished) {
      isFinished = true;
      try {
        file.abandon();
      } catch (IOException e) {
        throw failure(e);
      }
    }
  }

  private StoreException failure(IOException cause) {
    return store.failure(
        "write", name, " after " + rows + " rows and " + file.sizeBytes() + " bytes", cause);
  }

  private static final class Builder extends ParquetWriter.Builder<Row, Builder> {
    private final Table table;
    private final Map<String, String> facts;

    Builder(OutputFile file, Table table, Map<String, String> facts) {
      super(file);
      this.table = table;
      this.facts = facts;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // Abstract in the parent, so it must be here.
    protected WriteSupport<Row> getWriteSupport(
        org.apache.hadoop.conf.Configuration configuration) {
      return new RowWriteSupport(table, facts);
    }
  }
}

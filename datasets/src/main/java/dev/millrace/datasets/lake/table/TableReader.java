package dev.millrace.datasets.lake.table;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.ParquetRuntimeException;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.jspecify.annotations.Nullable;

/// Reads one Parquet file, row by row. One thread.
///
/// A file that is cut, is no Parquet or lacks a column is a [StoreException] that names it.
public final class TableReader implements AutoCloseable {
  private final Path path;
  private final ParquetReader<Row> reader;

  private TableReader(Path path, ParquetReader<Row> reader) {
    this.path = path;
    this.reader = reader;
  }

  static TableReader open(FileSystem files, Path path, Table table) {
    try {
      InputFile file = new StoredFile(files, path, files.getFileStatus(path).getLen());
      return new TableReader(path, new Builder(file, table).build());
    } catch (IOException | RuntimeException e) {
      throw new StoreException("could not open " + path + ": " + e.getMessage(), e);
    }
  }

  /// The next row, or null after the last.
  public @Nullable Row next() {
    try {
      return reader.read();
    } catch (IOException | ParquetRuntimeException e) {
      throw new StoreException("could not read on in " + path + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new StoreException("could not close " + path, e);
    }
  }

  private record StoredFile(FileSystem files, Path path, long sizeBytes) implements InputFile {
    @Override
    public long getLength() {
      return sizeBytes;
    }

    @Override
    public SeekableInputStream newStream() throws IOException {
      return HadoopStreams.wrap(files.open(path));
    }
  }

  private static final class Builder extends ParquetReader.Builder<Row> {
    private final Table table;

    Builder(InputFile file, Table table) {
      super(file);
      this.table = table;
      withConf(new Configuration(false));
      usePageChecksumVerification(true);
    }

    @Override
    protected ReadSupport<Row> getReadSupport() {
      return new RowReadSupport(table);
    }
  }
}

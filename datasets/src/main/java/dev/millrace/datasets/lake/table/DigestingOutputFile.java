package dev.millrace.datasets.lake.table;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.jspecify.annotations.Nullable;

/// A file that knows the digest of what went into it, and is on the disk when it is closed.
final class DigestingOutputFile implements OutputFile {
  private final Store store;
  private final String name;
  private final MessageDigest digest;
  private long sizeBytes;
  private @Nullable FSDataOutputStream open;

  DigestingOutputFile(Store store, String name) {
    this.store = store;
    this.name = name;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) throws IOException {
    return createOrOverwrite(blockSizeHint);
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
    Stream stream = new Stream(store.createRaw(name));
    open = stream.out;
    return stream;
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  @Override
  public String getPath() {
    return store.describe(name);
  }

  long sizeBytes() {
    return sizeBytes;
  }

  /// Closes the file as it is.
  void abandon() throws IOException {
    FSDataOutputStream stream = open;
    if (stream != null) {
      Store.withoutErrors(
          () -> {
            stream.close();
            return true;
          });
    }
  }

  String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private final class Stream extends PositionOutputStream {
    private final FSDataOutputStream out;

    Stream(FSDataOutputStream out) {
      this.out = out;
    }

    @Override
    public long getPos() {
      return sizeBytes;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      Store.withoutErrors(
          () -> {
            out.write(bytes, offset, length);
            return true;
          });
      digest.update(bytes, offset, length);
      sizeBytes += length;
    }

    @Override
    public void flush() throws IOException {
      Store.withoutErrors(
          () -> {
            out.flush();
            return true;
          });
    }

    @Override
    public void close() throws IOException {
      Store.withoutErrors(
          () -> {
            try (out) {
              out.hsync();
            }
            return true;
          });
    }
  }
}

package dev.millrace.datasets.lake.table;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.jspecify.annotations.Nullable;

/// A local file system that dies at a chosen step: that step and all later ones fail, as if the
/// process were gone, so nothing is cleaned up. Opening, closing, renaming and deleting are steps.
public final class FaultyFiles extends FilterFileSystem {
  private int stepsLeft;

  private FaultyFiles(RawLocalFileSystem raw, int stepsLeft) {
    super(raw);
    this.stepsLeft = stepsLeft;
  }

  /// A store that works for so many steps.
  public static Store dyingAfter(int steps, Path directory) {
    RawLocalFileSystem raw = new RawLocalFileSystem();
    try {
      raw.initialize(URI.create("file:///"), new Configuration(false));
    } catch (IOException e) {
      throw new StoreException("no local file system", e);
    }
    FaultyFiles files = new FaultyFiles(raw, steps);
    return new Store(files, new org.apache.hadoop.fs.Path(directory.toUri()));
  }

  private void step() throws IOException {
    if (stepsLeft-- <= 0) {
      throw new IOException("the process is gone");
    }
  }

  @Override
  public FSDataOutputStream create(
      org.apache.hadoop.fs.Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      @Nullable Progressable progress)
      throws IOException {
    step();
    FSDataOutputStream real =
        super.create(path, permission, overwrite, bufferSize, replication, blockSize, progress);
    return new FSDataOutputStream(new Stream(real), null);
  }

  @Override
  public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
      throws IOException {
    step();
    return super.rename(from, to);
  }

  @Override
  public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) throws IOException {
    step();
    return super.delete(path, recursive);
  }

  private final class Stream extends OutputStream {
    private final FSDataOutputStream real;

    Stream(FSDataOutputStream real) {
      this.real = real;
    }

    @Override
    public void write(int value) throws IOException {
      real.write(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      real.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      real.close();
      step();
    }
  }
}

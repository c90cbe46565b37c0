package dev.millrace.datasets.lake.table;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/// A directory on a local disk, HDFS or any other of Hadoop's file systems. Names are relative to
/// it, with `/` between their parts. Any thread may use it; two stores may share a directory.
///
/// Every failure of the file system is a [StoreException].
public final class Store {
  private final FileSystem files;
  private final Path root;

  Store(FileSystem files, Path root) {
    this.files = files;
    this.root = root;
  }

  /// A directory of this machine, without checksum files beside the data.
  public static Store local(java.nio.file.Path directory) {
    RawLocalFileSystem raw = new RawLocalFileSystem();
    try {
      raw.initialize(URI.create("file:///"), new Configuration(false));
    } catch (IOException e) {
      throw new StoreException("could not open the local file system", e);
    }
    return new Store(raw, new Path(directory.toAbsolutePath().toUri()));
  }

  /// Starts a Parquet file; nothing may be read from it until the writer is closed.
  ///
  /// @param facts key-values for the file's footer
  public TableWriter create(String name, Table table, Map<String, String> facts) {
    return TableWriter.open(this, name, table, facts);
  }

  /// Opens a Parquet file. Columns that the file has and the table lacks are skipped.
  public TableReader open(String name, Table table) {
    return TableReader.open(files, path(name), table);
  }

  /// Writes a small file whole and flushes it to the disk.
  public void writeText(String name, String text) {
    attempt(
        "write",
        name,
        () -> {
          try (FSDataOutputStream out = files.create(path(name), true)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.hsync();
          }
        });
  }

  public String readText(String name) {
    return compute(
        "read",
        name,
        () -> {
          try (InputStream in = files.open(path(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
          }
        });
  }

  /// The names of the files and directories in a directory, sorted; none if it does not exist.
  public List<String> list(String directory) {
    return compute(
        "list",
        directory,
        () -> {
          try {
            return Arrays.stream(files.listStatus(path(directory)))
                .map(FileStatus::getPath)
                .map(Path::getName)
                .sorted()
                .toList();
          } catch (FileNotFoundException _) {
            return List.of();
          }
        });
  }

  public boolean exists(String name) {
    return compute("look for", name, () -> files.exists(path(name)));
  }

  public long sizeBytes(String name) {
    return compute("measure", name, () -> files.getFileStatus(path(name)).getLen());
  }

  public void makeDirectory(String name) {
    attempt("make", name, () -> files.mkdirs(path(name)));
  }

  /// Deletes a file, or a directory with all in it; nothing happens if there is none.
  public void delete(String name) {
    attempt("delete", name, () -> files.delete(path(name), true));
  }

  /// Moves a file or directory to a name that is free.
  public void rename(String from, String to) {
    attempt(
        "rename " + from + " to",
        to,
        () -> {
          if (!files.rename(path(from), path(to))) {
            throw new IOException("the file system refused; is the name taken?");
          }
        });
  }

  /// Gives a finished file its name if nobody has that name yet. Of several that try, one succeeds.
  /// On a local disk this is a hard link and on HDFS a rename, both atomic; an object store keeps
  /// the promise only if its renames do.
  ///
  /// @return whether this call published it; `from` is gone either way
  public boolean publishOnce(String from, String to) {
    return compute(
        "publish",
        to,
        () -> {
          boolean isMine = isLocal() ? link(from, to) : renameIfFree(from, to);
          files.delete(path(from), false);
          return isMine;
        });
  }

  /// Makes the names in a directory durable. Only local disks need it.
  public void syncDirectory(String directory) {
    if (isLocal()) {
      attempt(
          "sync",
          directory,
          () -> {
            try (FileChannel channel =
                FileChannel.open(localPath(directory), StandardOpenOption.READ)) {
              channel.force(true);
            }
          });
    }
  }

  /// The full name of a file, for messages and for people.
  public String describe(String name) {
    Path path = path(name);
    return isLocal() ? path.toUri().getPath() : path.toString();
  }

  FSDataOutputStream createRaw(String name) throws IOException {
    return files.create(path(name), true);
  }

  StoreException failure(String what, String name, String extent, Throwable cause) {
    return new StoreException(
        "could not "
            + what
            + " "
            + describe(name)
            + extent
            + "; "
            + free()
            + ": "
            + cause.getMessage(),
        cause);
  }

  private String free() {
    try {
      return files.getStatus(root).getRemaining() + " bytes are free there";
    } catch (IOException _) {
      return "how much is free there is not known";
    }
  }

  private boolean isLocal() {
    return files.getUri().getScheme().equals("file");
  }

  private boolean link(String from, String to) throws IOException {
    try {
      Files.createLink(localPath(to), localPath(from));
      return true;
    } catch (FileAlreadyExistsException | NoSuchFileException _) {
      return false; // Without its source, another took over and cleaned up.
    }
  }

  private boolean renameIfFree(String from, String to) throws IOException {
    return !files.exists(path(to)) && files.rename(path(from), path(to));
  }

  private java.nio.file.Path localPath(String name) {
    return java.nio.file.Path.of(path(name).toUri().getPath());
  }

  private Path path(String name) {
    return name.isEmpty() ? root : new Path(root, name);
  }

  private void attempt(String what, String name, Action action) {
    compute(
        what,
        name,
        () -> {
          action.run();
          return true;
        });
  }

  private <T> T compute(String what, String name, Computation<T> computation) {
    try {
      return withoutErrors(computation);
    } catch (IOException e) {
      throw failure(what, name, "", e);
    }
  }

  /// Hadoop's local files throw an [FSError] where others throw an [IOException], for instance on a
  /// full disk. A full disk is no reason to end the process.
  static <T> T withoutErrors(Computation<T> computation) throws IOException {
    try {
      return computation.run();
    } catch (FSError e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
    }
  }

  /// A step that may fail.
  private interface Action {
    void run() throws IOException;
  }

  /// A step with a result that may fail.
  interface Computation<T> {
    T run() throws IOException;
  }
}

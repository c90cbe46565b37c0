package dev.millrace.orchestrator.predictions;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.TreeMap;
import java.util.UUID;

/// Lines that come in any order and lie on disk meanwhile; a file gets them in the order of their
/// keys, all of them or none. Any thread may add.
final class SortedLines<K extends Comparable<K>> implements AutoCloseable {
  private final Path target;
  private final FileChannel lines;
  private final TreeMap<K, Extent> extents = new TreeMap<>();

  private record Extent(long offset, long length) {}

  private SortedLines(Path target, Path aside) throws IOException {
    this.target = target;
    this.lines =
        FileChannel.open(
            aside,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.DELETE_ON_CLOSE);
  }

  /// @param target in a directory that is there
  static <K extends Comparable<K>> SortedLines<K> to(Path target) throws IOException {
    return new SortedLines<>(target, beside(target));
  }

  private static Path beside(Path target) throws IOException {
    Path directory = target.toAbsolutePath().getParent();
    if (directory == null) {
      throw new IOException(target + " is no file");
    }
    return directory.resolve(".millrace-" + UUID.randomUUID() + ".tmp");
  }

  /// @param line without its end
  synchronized void add(K key, String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    extents.put(key, new Extent(lines.position(), bytes.remaining()));
    while (bytes.hasRemaining()) {
      lines.write(bytes);
    }
  }

  /// Writes the file, in the place of one that is there.
  synchronized void write() throws IOException {
    Path whole = beside(target);
    try {
      try (FileChannel out =
          FileChannel.open(whole, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        for (Extent extent : extents.values()) {
          copy(extent, out);
        }
        out.force(true);
      }
      Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  private void copy(Extent extent, FileChannel out) throws IOException {
    long done = 0;
    while (done < extent.length()) {
      done += lines.transferTo(extent.offset() + done, extent.length() - done, out);
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}

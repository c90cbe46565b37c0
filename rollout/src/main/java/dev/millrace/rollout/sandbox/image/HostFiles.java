package dev.millrace.rollout.sandbox.image;

import dev.millrace.rollout.sandbox.tar.TarEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;

/// Single files of an unpacked image on the host.
final class HostFiles {
  /// Without setuid and setgid: a sandbox never lets them count, and a file of root's that anyone's
  /// image made setuid must not lie on the host.
  static final int FILE_BITS = 0777;

  /// Setgid and sticky mean nothing dangerous on a directory.
  static final int DIRECTORY_BITS = 03777;

  private static final int CHUNK = 1 << 16;
  private static final byte[] ZEROS = new byte[CHUNK];

  private HostFiles() {}

  /// Writes a new file; whole chunks of zeros become holes.
  ///
  /// @param size how many bytes the content must give
  static void write(Path path, InputStream content, long size) throws IOException {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      byte[] buffer = new byte[(int) Math.min(CHUNK, size)];
      long at = 0;
      boolean endsInHole = false;
      while (at < size) {
        int count = content.readNBytes(buffer, 0, (int) Math.min(buffer.length, size - at));
        endsInHole = Arrays.equals(buffer, 0, count, ZEROS, 0, count);
        if (!endsInHole) {
          writeAt(channel, ByteBuffer.wrap(buffer, 0, count), at);
        }
        at += count;
      }
      if (endsInHole) {
        writeAt(channel, ByteBuffer.wrap(ZEROS, 0, 1), size - 1);
      }
    }
  }

  private static void writeAt(FileChannel channel, ByteBuffer bytes, long position)
      throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  /// @param bits those of the mode that count
  static void describe(Path path, TarEntry.Attributes attributes, int bits) throws IOException {
    Files.setLastModifiedTime(path, attributes.modified());
    Files.setAttribute(path, "unix:mode", attributes.mode() & bits);
  }

  static void link(Path path, String target, FileTime modified) throws IOException {
    if (target.isEmpty() || target.indexOf('\0') >= 0) {
      throw new BadImageException(
          "member '" + path.getFileName() + "' is a link to an empty name or one with a zero byte");
    }
    Files.createSymbolicLink(path, Path.of(target));
    Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(modified, null, null);
  }
}

package dev.millrace.rollout.sandbox.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// Writes layers with a library that the reader does not know.
final class LayerBuilder {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

  LayerBuilder(int longNames) {
    tar.setLongFileMode(longNames);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
  }

  static LayerBuilder layer() {
    return new LayerBuilder(TarArchiveOutputStream.LONGFILE_POSIX);
  }

  LayerBuilder file(String name, String content) {
    return file(name, 0644, 1_600_000_000, content);
  }

  LayerBuilder file(String name, int mode, long seconds, String content) {
    byte[] data = content.getBytes(StandardCharsets.UTF_8);
    var entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL, true);
    entry.setSize(data.length);
    return put(entry, mode, seconds, data);
  }

  LayerBuilder directory(String name, int mode, long seconds) {
    return put(new TarArchiveEntry(name, TarConstants.LF_DIR, true), mode, seconds, new byte[0]);
  }

  LayerBuilder link(String name, String target) {
    var entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK, true);
    entry.setLinkName(target);
    return put(entry, 0777, 1_600_000_000, new byte[0]);
  }

  LayerBuilder hardLink(String name, String target) {
    var entry = new TarArchiveEntry(name, TarConstants.LF_LINK, true);
    entry.setLinkName(target);
    return put(entry, 0644, 1_600_000_000, new byte[0]);
  }

  /// @param kind one of the type bytes of [TarConstants]
  LayerBuilder special(String name, byte kind) {
    return put(new TarArchiveEntry(name, kind, true), 0666, 1_600_000_000, new byte[0]);
  }

  LayerBuilder whiteout(String name) {
    return file(name, 0, 0, "");
  }

  private LayerBuilder put(TarArchiveEntry entry, int mode, long seconds, byte[] data) {
    try {
      entry.setMode(mode);
      entry.setLastModifiedTime(FileTime.from(seconds, TimeUnit.SECONDS));
      tar.putArchiveEntry(entry);
      tar.write(data);
      tar.closeArchiveEntry();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] build() {
    try {
      tar.close();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

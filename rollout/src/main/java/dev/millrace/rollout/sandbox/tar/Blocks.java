package dev.millrace.rollout.sandbox.tar;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// The archive's bytes, counted.
final class Blocks {
  private final InputStream in;
  private long position;

  Blocks(InputStream in) {
    this.in = in;
  }

  long position() {
    return position;
  }

  byte[] next() throws IOException {
    return bytes(TarHeader.BLOCK);
  }

  /// @return null at the end of the stream
  byte @Nullable [] nextOrEnd() throws IOException {
    byte[] block = in.readNBytes(TarHeader.BLOCK);
    position += block.length;
    if (block.length > 0 && block.length < TarHeader.BLOCK) {
      throw cut();
    }
    return block.length == 0 ? null : block;
  }

  byte[] bytes(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    position += bytes.length;
    if (bytes.length < count) {
      throw cut();
    }
    return bytes;
  }

  int read(byte[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    if (count < 0) {
      throw cut();
    }
    position += count;
    return count;
  }

  void skip(long count) throws IOException {
    try {
      in.skipNBytes(count);
    } catch (EOFException _) {
      throw cut();
    }
    position += count;
  }

  private MalformedTarException cut() {
    return new MalformedTarException("the tar archive ends in the middle, at byte " + position);
  }
}

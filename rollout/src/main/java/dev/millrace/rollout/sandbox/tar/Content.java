package dev.millrace.rollout.sandbox.tar;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file's content: what is stored, with zeros where a map says that there are holes.
final class Content extends InputStream {
  private final Blocks blocks;
  private final List<SparseMap.Piece> pieces;
  private final long size;
  private long stored;
  private long padding;
  private long at;
  private int piece;

  Content(Blocks blocks, long stored, @Nullable SparseMap map) {
    this.blocks = blocks;
    this.stored = stored;
    this.padding = padding(stored);
    this.pieces = map == null ? List.of(new SparseMap.Piece(0, stored)) : map.pieces();
    this.size = map == null ? stored : map.sizeBytes();
  }

  static long padding(long size) {
    return -size & (TarHeader.BLOCK - 1);
  }

  long size() {
    return size;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (at >= size) {
      return -1;
    }
    while (piece < pieces.size() && at >= pieces.get(piece).offset() + pieces.get(piece).length()) {
      piece++;
    }
    long start = piece < pieces.size() ? pieces.get(piece).offset() : size;
    int count;
    if (at < start) {
      count = (int) Math.min(length, start - at);
      Arrays.fill(buffer, offset, offset + count, (byte) 0);
    } else {
      long left = start + pieces.get(piece).length() - at;
      count = blocks.read(buffer, offset, (int) Math.min(length, left));
      stored -= count;
    }
    at += count;
    return count;
  }

  /// Goes past what is stored, to the next header.
  void skip() throws IOException {
    blocks.skip(stored + padding);
    stored = 0;
    padding = 0;
    at = size;
  }
}

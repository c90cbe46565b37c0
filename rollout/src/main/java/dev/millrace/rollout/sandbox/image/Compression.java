package dev.millrace.rollout.sandbox.image;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/// How bytes are compressed, told by how they begin: media types and file names are often wrong.
enum Compression {
  NONE,
  GZIP,
  ZSTD;

  private static final int BUFFER = 1 << 16;
  private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b};
  private static final byte[] ZSTD_MAGIC = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
  // Bytes to skip may come first; the lower half of the first of these four is free.
  private static final byte[] ZSTD_SKIPPABLE = {0x2a, 0x4d, 0x18};
  private static final byte[] XZ_MAGIC = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};
  private static final byte[] BZIP2_MAGIC = {'B', 'Z', 'h'};

  /// Leaves the stream, which must support marks, where it was.
  static Compression of(BufferedInputStream in) throws IOException {
    in.mark(XZ_MAGIC.length);
    byte[] magic = in.readNBytes(XZ_MAGIC.length);
    in.reset();
    if (starts(magic, 0, XZ_MAGIC) || starts(magic, 0, BZIP2_MAGIC)) {
      throw new BadImageException(
          "is compressed with xz or bzip2: compress it with gzip or zstd instead");
    }
    if (starts(magic, 0, GZIP_MAGIC)) {
      return GZIP;
    }
    boolean skippable = starts(magic, 1, ZSTD_SKIPPABLE) && (magic[0] & 0xf0) == 0x50;
    return skippable || starts(magic, 0, ZSTD_MAGIC) ? ZSTD : NONE;
  }

  private static boolean starts(byte[] bytes, int from, byte[] magic) {
    return bytes.length >= from + magic.length
        && Arrays.equals(bytes, from, from + magic.length, magic, 0, magic.length);
  }

  /// What the bytes decompress to, or the bytes. To be closed: it may hold native memory.
  static InputStream decompressed(InputStream in) throws IOException {
    var buffered = new BufferedInputStream(in, BUFFER);
    return switch (of(buffered)) {
      case NONE -> buffered;
      case GZIP -> new GZIPInputStream(buffered, BUFFER);
      case ZSTD -> new ZstdInputStreamNoFinalizer(buffered);
    };
  }
}

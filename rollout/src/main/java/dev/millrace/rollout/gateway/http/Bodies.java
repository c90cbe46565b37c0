package dev.millrace.rollout.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Reads bodies whose length nobody may have told. What is large waits in a file until all of it is
/// there, so that a client who never stops costs disk up to the limit, and no memory.
final class Bodies {
  private static final int SMALL_BYTES = 4 << 20;
  private static final int CHUNK = 64 << 10;

  private Bodies() {}

  /// @return empty when it is longer than so many bytes
  static Optional<byte[]> read(InputStream in, long mostBytes) throws IOException {
    byte[] start = in.readNBytes((int) Math.min(SMALL_BYTES, mostBytes + 1));
    if (start.length > mostBytes) {
      return Optional.empty();
    }
    if (start.length < SMALL_BYTES) {
      return Optional.of(start);
    }
    Path file = Files.createTempFile("millrace-body-", ".json");
    try {
      return spool(start, in, mostBytes, file)
          ? Optional.of(Files.readAllBytes(file))
          : Optional.empty();
    } finally {
      Files.delete(file);
    }
  }

  /// @return whether it was not too long
  private static boolean spool(byte[] start, InputStream in, long mostBytes, Path file)
      throws IOException {
    long total = start.length;
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(start);
      byte[] chunk = new byte[CHUNK];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        total += n;
        if (total > mostBytes) {
          return false;
        }
        out.write(chunk, 0, n);
      }
    }
    return true;
  }
}

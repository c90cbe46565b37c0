package dev.millrace.rollout.sandbox.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/// Takes the digest and the length of all that passes; what is skipped passes too.
final class MeasuredStream extends FilterInputStream {
  private static final int CHUNK = 1 << 16;

  private final String algorithm;
  private final MessageDigest digest;
  private long length;

  MeasuredStream(InputStream in, String algorithm) {
    super(in);
    this.algorithm = algorithm;
    this.digest = Digest.start(algorithm);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int count) throws IOException {
    int read = in.read(buffer, offset, count);
    if (read > 0) {
      digest.update(buffer, offset, read);
      length += read;
    }
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] buffer = new byte[Math.clamp(count, 0, CHUNK)];
    return buffer.length == 0 ? 0 : Math.max(0, read(buffer, 0, buffer.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /// Reads what is left.
  void drain() throws IOException {
    byte[] buffer = new byte[CHUNK];
    while (read(buffer, 0, buffer.length) >= 0) {
      // All that counts is that it passes.
    }
  }

  long length() {
    return length;
  }

  /// Of all bytes so far; to be asked once.
  Digest digest() {
    return Digest.finish(algorithm, digest.digest());
  }
}

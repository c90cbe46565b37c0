package dev.millrace.rollout.sandbox.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Charges what is read to a budget.
final class BoundedStream extends FilterInputStream {
  private final Budget budget;

  BoundedStream(InputStream in, Budget budget) {
    super(in);
    this.budget = budget;
  }

  @Override
  public int read() throws IOException {
    budget.bytes(1);
    return in.read();
  }

  @Override
  public int read(byte[] buffer, int offset, int count) throws IOException {
    int read = in.read(buffer, offset, count);
    budget.bytes(Math.max(0, read));
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = in.skip(count);
    budget.bytes(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}

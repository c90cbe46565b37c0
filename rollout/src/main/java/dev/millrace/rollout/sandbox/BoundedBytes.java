package dev.millrace.rollout.sandbox;

import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.ByteArrayOutputStream;

/// Bytes in memory up to a limit; one more is a failure.
final class BoundedBytes extends ByteArrayOutputStream {
  private final long maxBytes;

  BoundedBytes(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public synchronized void write(int b) {
    check(1);
    super.write(b);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    check(length);
    super.write(bytes, offset, length);
  }

  private void check(int more) {
    if (size() + (long) more > maxBytes) {
      throw new FailureException(
          new Failure.Sandbox(
              "the workspace delta is larger than the "
                  + maxBytes
                  + " bytes allowed: raise the limit, or have the task keep large files out of its"
                  + " tree"));
    }
  }
}

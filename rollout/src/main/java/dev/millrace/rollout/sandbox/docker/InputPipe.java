package dev.millrace.rollout.sandbox.docker;

import java.io.InputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// What is sent to a process in a container. The client of the engine reads it on a thread of its
/// own, until it is closed.
final class InputPipe extends InputStream {
  private static final byte[] END = {};

  private final BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
  private byte[] current = {0};
  private int at = 1;

  void send(byte[] bytes) {
    if (bytes.length > 0) {
      queue.add(bytes);
    }
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    if (current.length > 0 && at == current.length) {
      try {
        current = queue.take();
      } catch (InterruptedException _) {
        // The client ends its threads so: there is nothing more to read for it.
        Thread.currentThread().interrupt();
        current = END;
      }
      at = 0;
    }
    if (current.length == 0) {
      return -1;
    }
    int count = Math.min(length, current.length - at);
    System.arraycopy(current, at, bytes, offset, count);
    at += count;
    return count;
  }

  @Override
  public int available() {
    return current.length - at;
  }

  @Override
  public void close() {
    queue.add(END);
  }
}

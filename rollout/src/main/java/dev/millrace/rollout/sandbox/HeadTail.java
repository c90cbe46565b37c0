package dev.millrace.rollout.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The first and the last bytes of a stream, in memory of a fixed size however long the stream is.
/// Written by one thread, read after that thread has ended.
public final class HeadTail {
  private final int headBytes;
  private final int tailBytes;
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private byte[] ring = {};
  private long tailTotal;

  public HeadTail(int capacityBytes) {
    this.headBytes = capacityBytes - capacityBytes / 2;
    this.tailBytes = capacityBytes / 2;
  }

  public void accept(byte[] bytes, int length) {
    int toHead = Math.min(length, headBytes - head.size());
    head.write(bytes, 0, toHead);
    if (length > toHead) {
      toTail(bytes, toHead, length);
    }
  }

  private void toTail(byte[] bytes, int from, int to) {
    if (ring.length == 0) {
      ring = new byte[tailBytes];
    }
    int next = Math.max(from, to - tailBytes);
    tailTotal += next - from;
    while (next < to) {
      int at = (int) (tailTotal % tailBytes);
      int length = Math.min(to - next, tailBytes - at);
      System.arraycopy(bytes, next, ring, at, length);
      next += length;
      tailTotal += length;
    }
  }

  public long cutBytes() {
    return Math.max(0, tailTotal - tailBytes);
  }

  /// What was kept, without a word about what was cut.
  public byte[] kept() {
    byte[] tail = tail();
    byte[] all = Arrays.copyOf(head.toByteArray(), head.size() + tail.length);
    System.arraycopy(tail, 0, all, head.size(), tail.length);
    return all;
  }

  public String text() {
    if (cutBytes() == 0) {
      return new String(kept(), StandardCharsets.UTF_8);
    }
    return head.toString(StandardCharsets.UTF_8)
        + "\n[... "
        + cutBytes()
        + " bytes cut ...]\n"
        + new String(tail(), StandardCharsets.UTF_8);
  }

  private byte[] tail() {
    int length = (int) Math.min(tailTotal, tailBytes);
    byte[] tail = new byte[length];
    for (int i = 0; i < length; i++) {
      tail[i] = ring[(int) ((tailTotal - length + i) % tailBytes)];
    }
    return tail;
  }
}

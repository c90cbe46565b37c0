package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.HeadTail;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A process's output that goes on from command to command, cut where a marker stands in it. Used
/// by one thread at a time.
final class MarkedStream {
  private static final int CHUNK = 8192;
  private static final int MAX_DIGITS = 3;

  private final InputStream stream;
  // Read, and not yet given out.
  private byte[] held = {};

  MarkedStream(InputStream stream) {
    this.stream = stream;
  }

  /// Gives out all that comes before the marker, and stands behind it then.
  ///
  /// @throws EOFException when the stream ends without the marker; what came is given out
  void until(String marker, HeadTail sink) throws IOException {
    byte[] mark = marker.getBytes(StandardCharsets.US_ASCII);
    while (true) {
      int at = find(held, mark);
      if (at >= 0) {
        sink.accept(held, at);
        held = Arrays.copyOfRange(held, at + mark.length, held.length);
        return;
      }
      // The marker may have begun.
      int safe = Math.max(0, held.length - mark.length + 1);
      sink.accept(held, safe);
      held = Arrays.copyOfRange(held, safe, held.length);
      more(sink);
    }
  }

  private void more(HeadTail sink) throws IOException {
    byte[] chunk = new byte[CHUNK];
    int length = stream.read(chunk);
    if (length < 0) {
      sink.accept(held, held.length);
      throw new EOFException("the output ended");
    }
    int before = held.length;
    held = Arrays.copyOf(held, before + length);
    System.arraycopy(chunk, 0, held, before, length);
  }

  /// As [#until], for a marker with a number of at most three digits behind it that ends the line;
  /// what else stands behind a marker is given out, too.
  ///
  /// @return the number
  int untilNumber(String marker, HeadTail sink) throws IOException {
    byte[] mark = marker.getBytes(StandardCharsets.US_ASCII);
    while (true) {
      until(marker, sink);
      while (held.length <= MAX_DIGITS && indexOfEnd() < 0) {
        more(sink);
      }
      String digits = new String(held, 0, Math.max(0, indexOfEnd()), StandardCharsets.US_ASCII);
      if (digits.matches("[0-9]+")) {
        held = Arrays.copyOfRange(held, digits.length() + 1, held.length);
        return Integer.parseInt(digits);
      }
      sink.accept(mark, mark.length);
    }
  }

  /// Where a line ends that is no longer than a number, or -1.
  private int indexOfEnd() {
    for (int i = 0; i < held.length && i <= MAX_DIGITS; i++) {
      if (held[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /// The rest of the line.
  String line() throws IOException {
    var line = new ByteArrayOutputStream();
    while (true) {
      for (int i = 0; i < held.length; i++) {
        if (held[i] == '\n') {
          line.write(held, 0, i);
          held = Arrays.copyOfRange(held, i + 1, held.length);
          return line.toString(StandardCharsets.UTF_8);
        }
      }
      line.write(held, 0, held.length);
      held = new byte[0];
      more(new HeadTail(0));
    }
  }

  /// The next bytes.
  byte[] bytes(int count) throws IOException {
    while (held.length < count) {
      more(new HeadTail(0));
    }
    byte[] bytes = Arrays.copyOf(held, count);
    held = Arrays.copyOfRange(held, count, held.length);
    return bytes;
  }

  private static int find(byte[] bytes, byte[] mark) {
    for (int i = 0; i <= bytes.length - mark.length; i++) {
      if (bytes[i] == mark[0] && Arrays.equals(bytes, i, i + mark.length, mark, 0, mark.length)) {
        return i;
      }
    }
    return -1;
  }
}

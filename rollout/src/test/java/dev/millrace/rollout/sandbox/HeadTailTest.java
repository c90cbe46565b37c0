package dev.millrace.rollout.sandbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class HeadTailTest {
  @Property(tries = 300, seed = "44")
  void headAndTailAreTheStreamsOwn(
      @ForAll byte[] stream, @ForAll @IntRange(min = 1, max = 40) int capacity) {
    var kept = new HeadTail(capacity);
    int first = stream.length / 3;
    kept.accept(stream, first);
    kept.accept(Arrays.copyOfRange(stream, first, stream.length), stream.length - first);
    assertEquals(Math.max(0, stream.length - capacity), kept.cutBytes());
    if (kept.cutBytes() == 0) {
      assertArrayEquals(stream, kept.kept());
    } else {
      int head = capacity - capacity / 2;
      byte[] expected = new byte[capacity];
      System.arraycopy(stream, 0, expected, 0, head);
      int tail = capacity - head;
      System.arraycopy(stream, stream.length - tail, expected, head, tail);
      assertArrayEquals(expected, kept.kept());
    }
  }

  @Test
  void theCutIsSaid() {
    var kept = new HeadTail(5);
    kept.accept("0123456789".getBytes(StandardCharsets.UTF_8), 10);
    assertEquals("012\n[... 5 bytes cut ...]\n89", kept.text());
  }
}

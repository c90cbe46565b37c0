package dev.millrace.rollout.sandbox.docker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.sandbox.HeadTail;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class FramesTest {
  private static final String NONCE = "0a1b";

  private static byte[] frame(String nonce, String word) {
    return (Frames.EDGE + nonce + " " + word + Frames.EDGE).getBytes(StandardCharsets.US_ASCII);
  }

  private static List<String> words(Frames frames) {
    List<String> words = new ArrayList<>();
    while (frames.hasWord()) {
      words.add(frames.word());
    }
    return words;
  }

  @Property(tries = 500, seed = "45")
  void outputIsWhatLiesBetweenTheFramesHoweverItIsCut(
      @ForAll byte[] before, @ForAll byte[] output, @ForAll @IntRange(min = 1, max = 9) int piece) {
    var stream = new ByteArrayOutputStream();
    stream.writeBytes(before);
    stream.writeBytes(frame(NONCE, Frames.BEGUN));
    stream.writeBytes(output);
    stream.writeBytes(frame(NONCE, "0"));
    byte[] all = stream.toByteArray();

    var frames = new Frames();
    var kept = new HeadTail(1 << 16);
    frames.expect(NONCE, kept);
    for (int at = 0; at < all.length; at += piece) {
      frames.accept(Arrays.copyOfRange(all, at, Math.min(all.length, at + piece)));
    }
    assertEquals(List.of(Frames.BEGUN, "0"), words(frames));
    assertArrayEquals(output, kept.kept());
  }

  @Test
  void framesOfAnotherNonceAreOutput() {
    var frames = new Frames();
    var kept = new HeadTail(100);
    frames.expect(NONCE, kept);
    frames.accept(frame(NONCE, Frames.BEGUN));
    frames.accept(frame("ffff", "1"));
    frames.accept(new byte[] {'\n'});
    assertEquals(List.of(Frames.BEGUN), words(frames));
    assertEquals("\036ffff 1\036\n", kept.text());
  }

  @Test
  void aFrameWithoutAnEndIsOutput() {
    var frames = new Frames();
    var kept = new HeadTail(1 << 16);
    frames.expect(NONCE, kept);
    frames.accept(frame(NONCE, Frames.BEGUN));
    String endless = Frames.EDGE + NONCE + " " + "0".repeat(1000);
    frames.accept(endless.getBytes(StandardCharsets.US_ASCII));
    assertEquals(endless, kept.text());
    frames.accept(frame(NONCE, "7"));
    assertEquals(List.of(Frames.BEGUN, "7"), words(frames));
  }

  @Test
  void ofVeryManyFramesTheFirstAreKept() {
    var frames = new Frames();
    frames.expect(NONCE, new HeadTail(0));
    for (int i = 0; i < 1000; i++) {
      frames.accept(frame(NONCE, Integer.toString(i)));
    }
    List<String> words = words(frames);
    assertEquals("0", words.getFirst());
    assertTrue(words.size() < 100, words::toString);
  }

  @Test
  void outputDoesNotWaitForItsFrame() {
    var frames = new Frames();
    var kept = new HeadTail(100);
    frames.expect(NONCE, kept);
    frames.accept(frame(NONCE, Frames.BEGUN));
    frames.accept("so far\036".getBytes(StandardCharsets.US_ASCII));
    assertEquals("so far", kept.text());
  }

  @Test
  void whatIsLeftOfAnEarlierAnswerIsDropped() {
    var frames = new Frames();
    var kept = new HeadTail(100);
    frames.expect("ffff", new HeadTail(100));
    frames.accept(frame("ffff", "killed"));
    frames.expect(NONCE, kept);
    assertFalse(frames.hasWord());
    frames.accept("late".getBytes(StandardCharsets.US_ASCII));
    assertEquals("", kept.text());
  }
}

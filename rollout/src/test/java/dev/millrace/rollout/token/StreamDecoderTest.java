package dev.millrace.rollout.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StreamDecoderTest {
  private static final Tokenizer TOKENIZER = Tokenizers.bundled();

  @Provide
  Arbitrary<String> texts() {
    return Conversations.text();
  }

  private static String streamed(int[] ids, int step) {
    StreamDecoder decoder = new StreamDecoder(TOKENIZER);
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < ids.length; at += step) {
      text.append(decoder.accept(Arrays.copyOfRange(ids, at, Math.min(ids.length, at + step))));
    }
    return text.append(decoder.end()).toString();
  }

  @Property(seed = "41", tries = 500)
  void piecesJoinToWhatAllIdsDecodeTo(
      @ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 4) int step) {
    int[] ids = TOKENIZER.encode(text);
    assertEquals(TOKENIZER.decode(ids), streamed(ids, step));
  }

  @Property(seed = "42", tries = 500)
  void idsThatAreNoTextJoinToTheSameToo(
      @ForAll int[] random, @ForAll @IntRange(min = 1, max = 4) int step) {
    int[] ids = Arrays.stream(random).map(id -> Math.floorMod(id, 4096)).toArray();
    assertEquals(TOKENIZER.decode(ids), streamed(ids, step));
  }

  @Test
  void noHalfCharacterIsGiven() {
    StreamDecoder decoder = new StreamDecoder(TOKENIZER);
    for (int id : TOKENIZER.encode("🦀 naïve 漢字 🦀")) {
      assertFalse(decoder.accept(id).contains("\uFFFD"));
    }
  }

  @Test
  void idsThatNeverBecomeTextAreNotDecodedAllAgain() {
    ByteTokenizer bytes = new ByteTokenizer("", List.of());
    long[] decoded = {0};
    Tokenizer counting =
        new Tokenizer() {
          @Override
          public int[] encode(String text) {
            return bytes.encode(text);
          }

          @Override
          public String decode(int[] ids) {
            decoded[0] += ids.length;
            return bytes.decode(ids);
          }

          @Override
          public int size() {
            return bytes.size();
          }

          @Override
          public boolean knows(int id) {
            return bytes.knows(id);
          }

          @Override
          public String digest() {
            return bytes.digest();
          }
        };
    StreamDecoder decoder = new StreamDecoder(counting);
    StringBuilder text = new StringBuilder();
    int many = 5_000;
    for (int i = 0; i < many; i++) {
      text.append(decoder.accept(0x80));
    }
    for (int id : bytes.encode("漢")) {
      text.append(decoder.accept(id));
    }
    assertEquals("\uFFFD".repeat(many) + "漢", text.append(decoder.end()).toString());
    assertTrue(decoded[0] < 80L * many, () -> "decoded " + decoded[0] + " ids for " + many);
  }
}

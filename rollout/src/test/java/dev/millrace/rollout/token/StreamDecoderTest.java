package dev.millrace.rollout.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
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
}

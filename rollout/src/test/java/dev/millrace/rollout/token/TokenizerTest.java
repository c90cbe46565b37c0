package dev.millrace.rollout.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {
  private static final Tokenizer TOKENIZER = Tokenizers.bundled();

  /// Two words, and a token that was added far behind them.
  private static final String WORDS =
      """
      {"added_tokens": [{"id": 9, "content": "<end>", "single_word": false, "lstrip": false,
       "rstrip": false, "normalized": false, "special": true}],
       "model": {"type": "WordLevel", "vocab": {"a": 0, "b": 1}, "unk_token": "a"}}
      """;

  @Provide
  Arbitrary<String> texts() {
    return Conversations.text();
  }

  @Property(seed = "21", tries = 1000)
  void anyTextSurvives(@ForAll("texts") String text) {
    assertEquals(text, TOKENIZER.decode(TOKENIZER.encode(text)));
  }

  @Test
  void idsAreThoseOfTheVocabularyAndOfAddedTokens(@TempDir Path directory) throws IOException {
    assertEquals(4096, TOKENIZER.size());
    assertTrue(TOKENIZER.knows(0) && TOKENIZER.knows(4095));
    assertFalse(TOKENIZER.knows(-5) || TOKENIZER.knows(4096) || TOKENIZER.knows(1_000_000_000));
    Tokenizer gap = Tokenizers.load(Files.writeString(directory.resolve("tokenizer.json"), WORDS));
    assertEquals(3, gap.size());
    assertTrue(gap.knows(1) && gap.knows(9));
    assertFalse(gap.knows(5));
  }

  @Property(seed = "22", tries = 300)
  void anyIdsDecode(@ForAll int[] random) {
    int[] ids = new int[random.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = Math.floorMod(random[i], 4096);
    }
    assertEquals(ids.length == 0, TOKENIZER.decode(ids).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<|endoftext|>",
        "<|im_start|>",
        "<|im_end|>",
        "<tool_call>",
        "</tool_call>",
        "<tool_response>",
        "</tool_response>",
        "<think>",
        "</think>"
      })
  void markupIsOneIdEachAndStaysWhenDecoded(String markup) {
    int[] alone = TOKENIZER.encode(markup);
    assertEquals(1, alone.length);
    int[] within = TOKENIZER.encode("a" + markup + "b");
    assertEquals(alone[0], within[1]);
    assertEquals("a" + markup + "b", TOKENIZER.decode(within));
  }

  @Test
  void longTextIsNotCut() {
    String text = "line of text\n".repeat(5000);
    assertEquals(text, TOKENIZER.decode(TOKENIZER.encode(text)));
  }

  @Test
  void nothingIsAdded() {
    assertArrayEquals(new int[0], TOKENIZER.encode(""));
    assertEquals("", TOKENIZER.decode(new int[0]));
  }

  @Test
  void halfASurrogatePairBecomesAQuestionMark() {
    assertEquals("a?b", TOKENIZER.decode(TOKENIZER.encode("a\uD800b")));
  }

  @Test
  void loadedFromAFileItIsTheSame(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("tokenizer.json");
    Files.write(file, Bundled.read("tokenizer.json"));
    Tokenizer loaded = Tokenizers.load(file);
    assertEquals(TOKENIZER.digest(), loaded.digest());
    assertArrayEquals(TOKENIZER.encode("def main():"), loaded.encode("def main():"));
  }

  @Test
  void fileThatIsNoTokenizerIsNamed(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("tokenizer.json");
    Files.writeString(file, "{}");
    String message =
        assertThrows(IllegalArgumentException.class, () -> Tokenizers.load(file)).toString();
    assertTrue(message.contains(file.toString()), message);
  }
}

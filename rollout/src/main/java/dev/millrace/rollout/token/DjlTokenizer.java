package dev.millrace.rollout.token;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Map;

/// A Hugging Face tokenizer by way of DJL. Calls the native library itself, because DJL's own
/// `encode` also builds the string and the span of every token.
final class DjlTokenizer implements Tokenizer {
  // Left alone, it cuts at 512 tokens, pads, and adds special tokens.
  private static final Map<String, String> PLAIN =
      Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

  private final HuggingFaceTokenizer tokenizer;
  private final BitSet known;
  private final String digest;

  private DjlTokenizer(HuggingFaceTokenizer tokenizer, BitSet known, String digest) {
    this.tokenizer = tokenizer;
    this.known = known;
    this.digest = digest;
  }

  /// @param json the content of a `tokenizer.json`
  /// @param origin where it came from, for messages
  static DjlTokenizer of(byte[] json, String origin) {
    // DJL reads both once, before its first use: it reports usage and looks for models otherwise.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    try {
      return new DjlTokenizer(
          HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), PLAIN),
          TokenizerIds.of(json),
          Digests.sha256(json));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot load the tokenizer of " + origin, e);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "the tokenizer of " + origin + " cannot be used: " + e.getMessage(), e);
    }
  }

  @Override
  public int[] encode(String text) {
    long encoding = TokenizersLibrary.LIB.encode(tokenizer.getHandle(), wellFormed(text), false);
    try {
      long[] wide = TokenizersLibrary.LIB.getTokenIds(encoding);
      int[] ids = new int[wide.length];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = Math.toIntExact(wide[i]);
      }
      return ids;
    } finally {
      TokenizersLibrary.LIB.deleteEncoding(encoding);
    }
  }

  @Override
  public String decode(int[] ids) {
    long[] wide = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      wide[i] = ids[i];
    }
    return TokenizersLibrary.LIB.decode(tokenizer.getHandle(), wide, false);
  }

  @Override
  public int size() {
    return known.cardinality();
  }

  @Override
  public boolean knows(int id) {
    return id >= 0 && known.get(id);
  }

  @Override
  public String digest() {
    return digest;
  }

  /// Half a surrogate pair has no UTF-8 form, and the native library must not see one.
  private static String wellFormed(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text)
        ? text
        : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}

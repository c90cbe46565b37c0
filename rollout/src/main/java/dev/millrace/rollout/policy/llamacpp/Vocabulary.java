package dev.millrace.rollout.policy.llamacpp;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;

/// What a server's model was trained to read, as far as its routes show it.
final class Vocabulary {
  private static final int BLOCK = 65_536;
  private static final int MOST = 16_777_216;

  // Words, case, digits, code, runs of blanks, accents, scripts, a character of many bytes.
  private static final String SAMPLE =
      "The 12345 Quick-brown foxes' café:\n\tdef f(x):  return x**2   # 数字 Ελλά мир\r\n👩‍💻 𓀀";

  private final LlamaCppHttp http;

  Vocabulary(LlamaCppHttp http) {
    this.http = http;
  }

  /// @throws dev.millrace.rollout.trajectory.FailureException when texts do not come back as they
  ///     were: ids and text could then not be told to agree
  String digest(int size) {
    int[] sample = LlamaCppTokenizer.encode(http, SAMPLE);
    String back = LlamaCppTokenizer.decode(http, sample);
    if (!back.equals(SAMPLE)) {
      throw http.failure(
          "/detokenize",
          "turns a text into ids and back into another one; expected \""
              + SAMPLE
              + "\", got \""
              + back
              + "\": give the model's own tokenizer directory (policy.tokenizer)");
    }
    MessageDigest digest = sha256();
    update(digest, "llama.cpp vocabulary " + size + "\n" + Arrays.toString(sample) + "\n");
    for (int from = 0; from < size; from += BLOCK) {
      int[] ids = IntStream.range(from, Math.min(size, from + BLOCK)).toArray();
      update(digest, LlamaCppTokenizer.decode(http, ids));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  int size() {
    JsonNode size = http.get("/v1/models").path("data").path(0).path("meta").path("n_vocab");
    if (!size.isInt() || size.intValue() < 1 || size.intValue() > MOST) {
      throw http.failure(
          "/v1/models", "gave no usable data[0].meta.n_vocab, but " + size + ": is it llama.cpp?");
    }
    return size.intValue();
  }

  private static void update(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

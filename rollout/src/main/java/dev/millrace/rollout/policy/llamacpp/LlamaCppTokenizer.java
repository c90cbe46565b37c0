package dev.millrace.rollout.policy.llamacpp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.token.Tokenizer;
import java.nio.IntBuffer;

/// The tokenizer that a llama.cpp server has loaded, by its `/tokenize` and `/detokenize`: ids are
/// the engine's own, and no `tokenizer.json` is needed. Special tokens written in a text become
/// their ids, and no BOS is added.
///
/// Each text costs a request of about a millisecond on one machine; what was asked lately is kept.
/// Ids that end inside a character decode to U+FFFD for its bytes so far.
///
/// Any thread may use it. Each call waits at most the patience it was made with.
///
/// Throws `FailureException` of the engine when the server fails, or answers something else than
/// llama.cpp's format.
public final class LlamaCppTokenizer implements Tokenizer {
  private static final int ROOM = 1 << 20;

  private final LlamaCppHttp http;
  private final int size;
  private final String digest;
  private final Recent<String, int[]> encoded = new Recent<>(ROOM, text -> text.length() + 16);
  private final Recent<IntBuffer, String> decoded = new Recent<>(ROOM, ids -> ids.remaining() + 16);

  private LlamaCppTokenizer(LlamaCppHttp http, int size, String digest) {
    this.http = http;
    this.size = size;
    this.digest = digest;
  }

  /// Reads the vocabulary once, for its digest.
  static LlamaCppTokenizer of(LlamaCppHttp http) {
    Vocabulary vocabulary = new Vocabulary(http);
    int size = vocabulary.size();
    return new LlamaCppTokenizer(http, size, vocabulary.digest(size));
  }

  @Override
  public int[] encode(String text) {
    return text.isEmpty() ? new int[0] : encoded.get(text, t -> encode(http, t)).clone();
  }

  @Override
  public String decode(int[] ids) {
    return ids.length == 0
        ? ""
        : decoded.get(IntBuffer.wrap(ids.clone()), key -> decode(http, key.array()));
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public boolean knows(int id) {
    return id >= 0 && id < size;
  }

  /// SHA-256 (hex) of the vocabulary: of its size, the texts of all ids in order, and the ids of a
  /// sample. There is no `tokenizer.json` to take it of, so it differs from the digest of the file
  /// that the model was converted from.
  @Override
  public String digest() {
    return digest;
  }

  static int[] encode(LlamaCppHttp http, String text) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("content", text).put("add_special", false).put("parse_special", true);
    JsonNode tokens = http.post("/tokenize", body).path("tokens");
    if (!tokens.isArray()) {
      throw http.failure("/tokenize", "gave no list `tokens`: is it llama.cpp?");
    }
    int[] ids = new int[tokens.size()];
    for (int i = 0; i < ids.length; i++) {
      JsonNode id = tokens.get(i);
      if (!id.isInt()) {
        throw http.failure("/tokenize", "gave the id " + id + " at " + i + ", not an integer");
      }
      ids[i] = id.intValue();
    }
    return ids;
  }

  static String decode(LlamaCppHttp http, int[] ids) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode tokens = body.putArray("tokens");
    for (int id : ids) {
      tokens.add(id);
    }
    JsonNode content = http.post("/detokenize", body).path("content");
    if (!content.isTextual()) {
      throw http.failure("/detokenize", "gave no text `content`: is it llama.cpp?");
    }
    return content.textValue();
  }
}

package dev.millrace.rewards.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.rewards.answer.quantity.Tolerance;
import dev.millrace.rollout.task.AnswerRules.ArrayOrder;
import java.util.Optional;

/// A JSON document. Immutable.
public final class JsonDocument {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final JsonNode root;

  private JsonDocument(JsonNode root) {
    this.root = root;
  }

  /// @throws IllegalArgumentException when the text is no single document, or one that names a key
  ///     twice; the message says why
  public static JsonDocument of(String text) {
    try {
      JsonNode root = JSON.readTree(text);
      if (root.isMissingNode()) {
        throw new IllegalArgumentException("there is no JSON");
      }
      return new JsonDocument(root);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /// Where this first differs from what is expected, for people; empty where it does not. Numbers
  /// are compared by value, keys stand in any order.
  public Optional<String> difference(JsonDocument expected, Tolerance tolerance, ArrayOrder order) {
    return new Difference(tolerance, order).between(root, expected.root);
  }

  /// SHA-256 (hex) of the document in one form: equal for documents that are equal by value, keys
  /// in any order, arrays in theirs, `1`, `1.0` and `1e0` one number.
  public String digest() {
    return Canonical.digest(root);
  }
}

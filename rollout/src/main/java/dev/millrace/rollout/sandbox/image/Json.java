package dev.millrace.rollout.sandbox.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A value in one of an image's JSON files, and where it stands. Keys that we do not know are
/// allowed: the formats grow.
record Json(String where, JsonNode node) {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  static Json parse(String where, byte[] bytes) throws IOException {
    try {
      return new Json(where, MAPPER.readTree(bytes));
    } catch (JsonProcessingException e) {
      throw new BadImageException(where + ": is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /// Missing where this is no object or has no such key.
  Json at(String key) {
    JsonNode value = node.get(key);
    return new Json(where + "." + key, value == null ? MissingNode.getInstance() : value);
  }

  boolean isPresent() {
    return !node.isMissingNode() && !node.isNull();
  }

  /// @return null when absent
  @Nullable String textOrNull() throws BadImageException {
    return isPresent() ? text() : null;
  }

  String text() throws BadImageException {
    if (!node.isTextual()) {
      throw expected("a string");
    }
    return node.textValue();
  }

  long number() throws BadImageException {
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw expected("a whole number");
    }
    return node.longValue();
  }

  Digest digest() throws BadImageException {
    return Digest.parse(where, text());
  }

  /// Empty when absent.
  List<Json> items() throws BadImageException {
    if (isPresent() && !node.isArray()) {
      throw expected("a list");
    }
    List<Json> items = new ArrayList<>();
    for (JsonNode item : node) {
      items.add(new Json(where + "[" + items.size() + "]", item));
    }
    return items;
  }

  List<String> texts() throws BadImageException {
    List<String> texts = new ArrayList<>();
    for (Json item : items()) {
      texts.add(item.text());
    }
    return texts;
  }

  private BadImageException expected(String what) {
    String found =
        node.isMissingNode() ? "nothing" : node.getNodeType().toString().toLowerCase(Locale.ROOT);
    return new BadImageException(where + ": expected " + what + ", found " + found);
  }
}

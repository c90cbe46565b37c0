package dev.millrace.rollout.gateway.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.gateway.ask.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// JSON of requests and answers.
final class Json {
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Json() {}

  static JsonNode request(byte[] body) {
    JsonNode read;
    try {
      read = MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw new Problem(
          Problem.Kind.INVALID, "the request body is no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new Problem(Problem.Kind.INVALID, "the request body is no JSON text", e);
    }
    if (!read.isObject()) {
      throw Problem.invalid("the request body is " + kind(read) + ", not a JSON object");
    }
    return read;
  }

  /// A text as JSON, or null when it is none.
  static @Nullable JsonNode parsed(String text) {
    try {
      JsonNode read = MAPPER.readTree(text);
      return read.isMissingNode() ? null : read;
    } catch (JsonProcessingException e) {
      // The caller has an answer to what is no JSON.
      return null;
    }
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  static JsonNode textNode(String text) {
    return MAPPER.getNodeFactory().textNode(text);
  }

  static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of ours cannot be written", e);
    }
  }

  static String text(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of ours cannot be written", e);
    }
  }

  static String kind(JsonNode node) {
    return node.isMissingNode()
        ? "missing"
        : "of type " + node.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  /// A text field, or null when it is absent or null.
  static @Nullable String textOrNull(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (isAbsent(value)) {
      return null;
    }
    if (!value.isTextual()) {
      throw Problem.invalid("\"" + field + "\" is " + kind(value) + ", not a string");
    }
    return value.textValue();
  }

  static String required(JsonNode node, String field, String where) {
    String value = textOrNull(node, field);
    if (value == null) {
      throw Problem.invalid(where + " has no \"" + field + "\"");
    }
    return value;
  }

  /// A text field, or the empty text.
  static String optional(JsonNode node, String field) {
    String value = textOrNull(node, field);
    return value == null ? "" : value;
  }

  static @Nullable Integer intOrNull(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (isAbsent(value)) {
      return null;
    }
    if (!value.isNumber() || !value.canConvertToExactIntegral()) {
      throw Problem.invalid("\"" + field + "\" is " + kind(value) + ", not a whole number");
    }
    // Not longValue, which keeps the last 64 bits alone of what is larger.
    return Math.clamp((long) value.doubleValue(), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  static boolean flag(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!isAbsent(value) && !value.isBoolean()) {
      throw Problem.invalid("\"" + field + "\" is " + kind(value) + ", not a boolean");
    }
    return value.booleanValue();
  }

  /// The elements of an array field; none when it is absent or null.
  static List<JsonNode> list(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (isAbsent(value)) {
      return List.of();
    }
    if (!value.isArray()) {
      throw Problem.invalid("\"" + field + "\" is " + kind(value) + ", not an array");
    }
    List<JsonNode> elements = new ArrayList<>();
    value.forEach(elements::add);
    return elements;
  }

  /// A text, or a list of texts.
  static List<String> texts(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (value.isTextual()) {
      return List.of(value.textValue());
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : list(node, field)) {
      if (!element.isTextual()) {
        throw Problem.invalid(
            "\"" + field + "\" holds an element " + kind(element) + ", not a string");
      }
      texts.add(element.textValue());
    }
    return texts;
  }
}

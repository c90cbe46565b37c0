package dev.millrace.rollout.task.swebench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One row; every problem is an [IllegalArgumentException] that names the field.
record Row(JsonNode node) {
  private static final JsonMapper JSON = new JsonMapper();

  static Row of(String json) {
    return new Row(parse("the row", json));
  }

  boolean has(String field) {
    return node.hasNonNull(field);
  }

  String text(String field) {
    return optional(field)
        .orElseThrow(() -> new IllegalArgumentException(field + ": is missing or empty"));
  }

  /// A text that is not blank.
  Optional<String> optional(String field) {
    JsonNode value = node.path(field);
    return value.isValueNode() && !value.isNull() && !value.asText().isBlank()
        ? Optional.of(value.asText())
        : Optional.empty();
  }

  /// A text as it is, also where it is blank; empty where the field is absent.
  String verbatim(String field) {
    return node.path(field).asText("");
  }

  /// A list, also one that is written as JSON text, and a single text.
  List<String> texts(String field) {
    JsonNode value = unpacked(field);
    List<String> texts = new ArrayList<>();
    if (value.isTextual()) {
      texts.add(value.asText());
    }
    for (JsonNode item : value.isArray() ? value : JSON.createArrayNode()) {
      if (!item.isValueNode()) {
        throw new IllegalArgumentException(field + ": expected texts, found " + item);
      }
      texts.add(item.asText());
    }
    return texts;
  }

  /// An object, also one that is written as JSON text.
  Row object(String field) {
    JsonNode value = unpacked(field);
    if (!value.isObject()) {
      throw new IllegalArgumentException(
          field + ": expected an object, found " + value.getNodeType());
    }
    return new Row(value);
  }

  List<Row> objects(String field) {
    List<Row> objects = new ArrayList<>();
    unpacked(field).forEach(item -> objects.add(new Row(item)));
    return objects;
  }

  private JsonNode unpacked(String field) {
    JsonNode value = node.path(field);
    boolean isPacked =
        value.isTextual() && (value.asText().startsWith("[") || value.asText().startsWith("{"));
    return isPacked ? parse(field, value.asText()) : value;
  }

  private static JsonNode parse(String field, String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(field + ": is not JSON: " + e.getOriginalMessage(), e);
    }
  }
}

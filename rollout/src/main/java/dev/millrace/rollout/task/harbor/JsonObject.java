package dev.millrace.rollout.task.harbor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.millrace.rollout.task.KnownKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// An object in a task's JSON file, whose keys are fixed. What is missing or wrong is noted and
/// read as something harmless.
record JsonObject(TaskFile file, String path, JsonNode node) {

  /// @param keys all that the object may have
  static JsonObject of(TaskFile file, String path, JsonNode node, String... keys) {
    JsonObject object = new JsonObject(file, path, node);
    if (!node.isObject()) {
      object.expected("", "an object", node);
    }
    KnownKeys known = KnownKeys.of(List.of(keys));
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!known.keys().contains(entry.getKey())) {
        String place = object.keyPath(entry.getKey());
        file.problem(place + ": unknown key; " + known.hint(entry.getKey()));
      }
    }
    return object;
  }

  String text(String key) {
    JsonNode value = get(key);
    if (!value.isTextual()) {
      expected(key, "a string", value);
    }
    return value.asText();
  }

  List<String> texts(String key) {
    return items(key).stream().map(JsonNode::asText).toList();
  }

  List<JsonNode> items(String key) {
    JsonNode value = get(key);
    if (!value.isArray()) {
      expected(key, "a list", value);
    }
    List<JsonNode> items = new ArrayList<>();
    value.forEach(items::add);
    return items;
  }

  JsonNode object(String key) {
    JsonNode value = get(key);
    if (!value.isObject()) {
      expected(key, "an object", value);
    }
    return value;
  }

  /// The value, JSON null when the key is absent.
  JsonNode get(String key) {
    JsonNode value = node.get(key);
    return value == null ? NullNode.getInstance() : value;
  }

  boolean has(String key) {
    return node.has(key);
  }

  String keyPath(String key) {
    return path.isEmpty() || key.isEmpty() ? path + key : path + "." + key;
  }

  private void expected(String key, String what, JsonNode found) {
    String place = keyPath(key);
    file.problem((place.isEmpty() ? "" : place + ": ") + "expected " + what + ", found " + found);
  }
}

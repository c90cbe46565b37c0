package dev.millrace.rollout.task.harbor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.rollout.task.KnownKeys;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A table of `task.toml` that knows which of its keys were asked for: the others are unknown.
/// Values of the wrong type are noted as problems and read as absent.
final class TomlTable {
  private final TaskFile file;
  private final String path;
  private final JsonNode node;
  private final Set<String> asked = new HashSet<>();

  TomlTable(TaskFile file, String path, JsonNode node) {
    this.file = file;
    this.path = path;
    this.node = node;
  }

  /// The table under a key; empty when it is absent.
  TomlTable table(String key) {
    JsonNode child = ask(key).orElseGet(JsonNodeFactory.instance::objectNode);
    if (!child.isObject()) {
      wrong(key, "a table", child);
      child = JsonNodeFactory.instance.objectNode();
    }
    return new TomlTable(file, keyPath(key), child);
  }

  Optional<String> text(String key) {
    return ask(key)
        .flatMap(value -> checked(key, "a string", value, value.isTextual()))
        .map(JsonNode::textValue);
  }

  Optional<Boolean> flag(String key) {
    return ask(key)
        .flatMap(value -> checked(key, "true or false", value, value.isBoolean()))
        .map(JsonNode::booleanValue);
  }

  /// A number above zero.
  Optional<Double> positive(String key) {
    return ask(key)
        .flatMap(
            value ->
                checked(
                    key,
                    "a number above 0",
                    value,
                    value.isNumber() && value.doubleValue() > 0 && value.doubleValue() < 1e12))
        .map(JsonNode::doubleValue);
  }

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    Optional<JsonNode> list =
        ask(key).flatMap(value -> checked(key, "a list of strings", value, value.isArray()));
    for (JsonNode item : list.orElseGet(JsonNodeFactory.instance::arrayNode)) {
      checked(key, "a list of strings", item, item.isTextual())
          .ifPresent(text -> texts.add(text.textValue()));
    }
    return texts;
  }

  /// A table whose keys are free and whose values are strings, sorted by key.
  Map<String, String> textMap(String key) {
    TomlTable table = table(key);
    Map<String, String> map = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : table.node.properties()) {
      table.text(entry.getKey()).ifPresent(text -> map.put(entry.getKey(), text));
    }
    return map;
  }

  /// Keys that are read by others and change nothing here.
  void ignore(String... keys) {
    for (String key : keys) {
      ask(key);
    }
  }

  /// Keys that ask for something that cannot be given: a value other than false, 0, an empty one or
  /// one of the harmless texts is a problem.
  void refuse(String key, String reason, String... harmless) {
    ask(key)
        .filter(value -> !isNothing(value) && !List.of(harmless).contains(value.asText()))
        .ifPresent(_ -> problem(key, reason));
  }

  /// Notes what was not asked for.
  void finish() {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!asked.contains(entry.getKey())) {
        problem(entry.getKey(), "unknown key; " + KnownKeys.of(asked).hint(entry.getKey()));
      }
    }
  }

  void problem(String key, String what) {
    file.problem(keyPath(key) + ": " + what);
  }

  private Optional<JsonNode> ask(String key) {
    asked.add(key);
    return Optional.ofNullable(node.get(key));
  }

  private Optional<JsonNode> checked(String key, String expected, JsonNode value, boolean isRight) {
    if (!isRight) {
      wrong(key, expected, value);
      return Optional.empty();
    }
    return Optional.of(value);
  }

  private void wrong(String key, String expected, JsonNode value) {
    problem(key, "expected " + expected + ", found " + value);
  }

  private String keyPath(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static boolean isNothing(JsonNode value) {
    return (value.isContainerNode() && value.isEmpty())
        || (value.isNumber() && value.doubleValue() == 0)
        || (value.isBoolean() && !value.booleanValue())
        || (value.isTextual() && value.textValue().isEmpty());
  }
}

package dev.millrace.rollout.task.harbor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.rollout.task.KnownKeys;
import java.time.Duration;
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

  boolean has(String key) {
    return ask(key).isPresent();
  }

  /// One of some texts.
  Optional<String> choice(String key, String... choices) {
    List<String> known = List.of(choices);
    return text(key)
        .filter(
            value -> {
              if (!known.contains(value)) {
                problem(key, "expected one of " + known + ", found \"" + value + "\"");
              }
              return known.contains(value);
            });
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

  /// A number of seconds above zero.
  Optional<Duration> seconds(String key) {
    return positive(key).map(seconds -> Duration.ofMillis(Math.round(seconds * 1000)));
  }

  /// Finite numbers by name: a table of them, or one that has the name given.
  Map<String, Double> numbers(String key, String single) {
    Map<String, Double> numbers = new TreeMap<>();
    Optional<JsonNode> value = ask(key);
    if (value.isPresent() && value.get().isNumber()) {
      numbers.put(single, value.get().doubleValue());
    } else if (value.isPresent()
        && checked(key, "a number or a table of them", value.get(), value.get().isObject())
            .isPresent()) {
      for (Map.Entry<String, JsonNode> entry : table(key).node.properties()) {
        checked(key, "numbers by name", entry.getValue(), entry.getValue().isNumber())
            .ifPresent(number -> numbers.put(entry.getKey(), number.doubleValue()));
      }
    }
    return numbers;
  }

  /// The items of a list, whatever they are.
  List<JsonNode> list(String key) {
    List<JsonNode> items = new ArrayList<>();
    ask(key)
        .flatMap(value -> checked(key, "a list", value, value.isArray()))
        .ifPresent(list -> list.forEach(items::add));
    return items;
  }

  /// An item of a list, which has to be a table.
  TomlTable element(String key, int index, JsonNode item) {
    String place = key + "." + index;
    boolean isTable = checked(place, "a table", item, item.isObject()).isPresent();
    return new TomlTable(
        file, keyPath(place), isTable ? item : JsonNodeFactory.instance.objectNode());
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

  /// A number.
  Optional<Double> number(String key) {
    return ask(key)
        .flatMap(value -> checked(key, "a number", value, value.isNumber()))
        .map(JsonNode::doubleValue);
  }

  /// The tables of an array of tables, in their order.
  List<TomlTable> tables(String key) {
    List<TomlTable> tables = new ArrayList<>();
    Optional<JsonNode> list =
        ask(key).flatMap(value -> checked(key, "an array of tables", value, value.isArray()));
    for (JsonNode item : list.orElseGet(JsonNodeFactory.instance::arrayNode)) {
      checked(key, "an array of tables", item, item.isObject())
          .ifPresent(
              table -> tables.add(new TomlTable(file, keyPath(key + "." + tables.size()), table)));
    }
    return tables;
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

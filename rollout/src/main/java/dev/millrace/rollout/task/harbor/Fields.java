package dev.millrace.rollout.task.harbor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.task.KnownKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// An object of `grading.json`; every problem is an [IllegalArgumentException] that names its
/// place.
record Fields(String place, JsonNode node) {

  static Fields of(String place, JsonNode node, String... keys) {
    if (!node.isObject()) {
      throw new IllegalArgumentException(place + ": expected an object, found " + node);
    }
    KnownKeys known = KnownKeys.of(List.of(keys));
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!known.keys().contains(entry.getKey())) {
        throw new IllegalArgumentException(
            join(place, entry.getKey()) + ": unknown key; " + known.hint(entry.getKey()));
      }
    }
    return new Fields(place, node);
  }

  boolean has(String key) {
    return node.hasNonNull(key);
  }

  Fields object(String key, String... keys) {
    return of(at(key), node.path(key), keys);
  }

  String text(String key) {
    return optional(key).orElseThrow(() -> new IllegalArgumentException(at(key) + ": is missing"));
  }

  Optional<String> optional(String key) {
    if (!has(key)) {
      return Optional.empty();
    }
    if (!node.get(key).isTextual()) {
      throw new IllegalArgumentException(at(key) + ": expected a string, found " + node.get(key));
    }
    return Optional.of(node.get(key).asText());
  }

  /// The strings of a list; none where the key is absent.
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : node.path(key)) {
      if (!item.isTextual()) {
        throw new IllegalArgumentException(at(key) + ": expected strings, found " + item);
      }
      texts.add(item.asText());
    }
    return texts;
  }

  /// A constant in lower case, with the one in force where the key is absent.
  <E extends Enum<E>> E choice(String key, E otherwise) {
    return optional(key)
        .map(text -> constant(at(key), text, otherwise.getDeclaringClass()))
        .orElse(otherwise);
  }

  static <E extends Enum<E>> E constant(String place, String text, Class<E> type) {
    List<String> labels = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      labels.add(label(constant));
      if (label(constant).equals(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        place + ": expected one of " + String.join(", ", labels) + ", found " + text);
  }

  static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  String at(String key) {
    return join(place, key);
  }

  private static String join(String place, String key) {
    return place.isEmpty() ? key : place + "." + key;
  }
}

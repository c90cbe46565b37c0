package dev.millrace.rollout.markup;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The arguments of a call that writes each for itself.
final class Arguments {
  private final Map<String, String> values = new LinkedHashMap<>();
  private @Nullable String problem;

  void put(String name, String json) {
    if (values.put(name, json) != null) {
      problem = "the argument " + name + " is given twice";
    }
  }

  /// What is wrong with them, or null.
  @Nullable String problem() {
    return problem;
  }

  String json() {
    return values.entrySet().stream()
        .map(value -> JsonText.quoted(value.getKey()) + ": " + value.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }
}

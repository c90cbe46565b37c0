package dev.millrace.rollout.template;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `namespace(...)` makes: attributes that statements in inner scopes may set.
final class Namespace {
  private final Map<String, @Nullable Object> attributes = new LinkedHashMap<>();

  @Nullable Object get(String name) {
    return attributes.containsKey(name)
        ? attributes.get(name)
        : new Undefined("attribute \"" + name + "\" of a namespace");
  }

  Map<String, @Nullable Object> attributes() {
    return attributes;
  }

  void set(String name, @Nullable Object value) {
    attributes.put(name, value);
  }
}

package dev.millrace.rollout.template;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The names in force. A loop's body has a scope of its own: what it sets is gone after each round.
final class Scope {
  private final @Nullable Scope outer;
  private final Map<String, @Nullable Object> names = new HashMap<>();

  private Scope(@Nullable Scope outer) {
    this.outer = outer;
  }

  static Scope of(Map<String, ? extends @Nullable Object> variables) {
    Scope scope = new Scope(null);
    scope.names.putAll(variables);
    return scope;
  }

  Scope inner() {
    return new Scope(this);
  }

  void set(String name, @Nullable Object value) {
    names.put(name, value);
  }

  @Nullable Object get(String name) {
    for (Scope scope = this; scope != null; scope = scope.outer) {
      if (scope.names.containsKey(name)) {
        return scope.names.get(name);
      }
    }
    return new Undefined("\"" + name + "\"");
  }
}

package dev.millrace.rollout.template;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The filters and tests by name.
final class Builtins {
  private static final Map<String, Filter> FILTERS =
      Map.of(
          "tojson", (value, _, at) -> JsonText.of(value, at),
          "trim", (value, _, at) -> trim(value, at),
          "length", (value, _, at) -> length(value, at),
          "count", (value, _, at) -> length(value, at),
          "string", (value, _, at) -> Values.text(value, at),
          "default", Builtins::otherwise);

  private static final Set<String> TESTS =
      Set.of(
          "defined",
          "undefined",
          "none",
          "string",
          "mapping",
          "boolean",
          "number",
          "sequence",
          "iterable",
          "true",
          "false");

  private Builtins() {}

  /// Makes one value of another.
  interface Filter {
    @Nullable Object apply(
        @Nullable Object value, List<? extends @Nullable Object> arguments, Position at);
  }

  static Filter filter(String name, Position at) {
    Filter filter = FILTERS.get(name);
    if (filter == null) {
      throw at.error("there is no filter \"" + name + "\"; known are " + sorted(FILTERS.keySet()));
    }
    return filter;
  }

  static boolean test(String name, @Nullable Object value, Position at) {
    return switch (name) {
      case "defined" -> !(value instanceof Undefined);
      case "undefined" -> value instanceof Undefined;
      case "none" -> value == null;
      case "string" -> value instanceof String;
      case "mapping" -> value instanceof Map;
      case "boolean" -> value instanceof Boolean;
      case "number" -> value instanceof Number;
      case "true" -> Boolean.TRUE.equals(value);
      case "false" -> Boolean.FALSE.equals(value);
      case "sequence", "iterable" ->
          value instanceof List || value instanceof String || value instanceof Map;
      default -> throw at.error("there is no test \"" + name + "\"; known are " + sorted(TESTS));
    };
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }

  private static String trim(@Nullable Object value, Position at) {
    if (value instanceof String text) {
      return text.strip();
    }
    throw at.error("trim works on a string, not on " + Values.kind(value));
  }

  private static Long length(@Nullable Object value, Position at) {
    return switch (value) {
      // Python counts code points.
      case String text -> (long) text.codePointCount(0, text.length());
      case List<?> list -> (long) list.size();
      case Map<?, ?> map -> (long) map.size();
      case null, default -> throw at.error(Values.kind(value) + " has no length");
    };
  }

  private static @Nullable Object otherwise(
      @Nullable Object value, List<? extends @Nullable Object> arguments, Position at) {
    if (arguments.isEmpty()) {
      throw at.error("default needs the value to use instead");
    }
    boolean missing =
        value instanceof Undefined
            || (arguments.size() > 1 && Values.isTrue(arguments.get(1)) && !Values.isTrue(value));
    return missing ? arguments.get(0) : value;
  }
}

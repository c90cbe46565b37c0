package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Function.Arguments;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What may stand after `is`.
final class Tests {
  private static final Map<String, Test> TESTS =
      Map.ofEntries(
          Map.entry("defined", (value, _) -> !(value instanceof Undefined)),
          Map.entry("undefined", (value, _) -> value instanceof Undefined),
          Map.entry("none", (value, _) -> value == null),
          Map.entry("string", (value, _) -> Markup.plain(value) instanceof String),
          Map.entry("mapping", (value, _) -> value instanceof Map),
          Map.entry("boolean", (value, _) -> value instanceof Boolean),
          Map.entry("true", (value, _) -> Boolean.TRUE.equals(value)),
          Map.entry("false", (value, _) -> Boolean.FALSE.equals(value)),
          Map.entry("number", (value, _) -> Numbers.isNumber(value)),
          Map.entry("integer", (value, _) -> Numbers.isWhole(value) && !(value instanceof Boolean)),
          Map.entry("float", (value, _) -> value instanceof Double),
          Map.entry("sequence", (value, _) -> isSequence(value)),
          Map.entry("iterable", (value, _) -> isIterable(value)),
          Map.entry(
              "callable", (value, _) -> value instanceof Function || value instanceof Undefined),
          Map.entry("sameas", (value, a) -> isSame(value, a.required(0, "other"))),
          Map.entry("lower", (value, a) -> TextCase.isLower(Filters.text(value, a))),
          Map.entry("upper", (value, a) -> TextCase.isUpper(Filters.text(value, a))),
          Map.entry("odd", (value, a) -> rest(value, 2L, a) == 1),
          Map.entry("even", (value, a) -> rest(value, 2L, a) == 0),
          Map.entry("divisibleby", (value, a) -> rest(value, a.required(0, "num"), a) == 0),
          Map.entry(
              "in", (value, a) -> Values.contains(a.required(0, "seq"), value, a.run(), a.at())),
          Map.entry("filter", (value, _) -> value instanceof String name && Filters.has(name)),
          Map.entry("test", (value, _) -> value instanceof String name && has(name)),
          Map.entry("escaped", (value, _) -> value instanceof Markup),
          Map.entry("eq", Tests::equal),
          Map.entry("equalto", Tests::equal),
          Map.entry("==", Tests::equal),
          Map.entry("ne", (value, a) -> !equal(value, a)),
          Map.entry("!=", (value, a) -> !equal(value, a)),
          Map.entry("lt", (value, a) -> order(value, a) < 0),
          Map.entry("lessthan", (value, a) -> order(value, a) < 0),
          Map.entry("<", (value, a) -> order(value, a) < 0),
          Map.entry("le", (value, a) -> order(value, a) <= 0),
          Map.entry("<=", (value, a) -> order(value, a) <= 0),
          Map.entry("gt", (value, a) -> order(value, a) > 0),
          Map.entry("greaterthan", (value, a) -> order(value, a) > 0),
          Map.entry(">", (value, a) -> order(value, a) > 0),
          Map.entry("ge", (value, a) -> order(value, a) >= 0),
          Map.entry(">=", (value, a) -> order(value, a) >= 0));

  private Tests() {}

  interface Test {
    boolean holds(@Nullable Object value, Arguments arguments);
  }

  static Test get(String name, Position at) {
    Test test = TESTS.get(name);
    if (test == null) {
      throw at.error("there is no test \"" + name + "\"; known are " + names());
    }
    return test;
  }

  static boolean has(String name) {
    return TESTS.containsKey(name);
  }

  private static List<String> names() {
    return TESTS.keySet().stream().sorted().toList();
  }

  private static boolean isIterable(@Nullable Object value) {
    return isSequence(value) || value instanceof View || value instanceof Once;
  }

  private static boolean isSequence(@Nullable Object value) {
    return value instanceof List
        || value instanceof String
        || value instanceof Markup
        || value instanceof Map
        || value instanceof Undefined;
  }

  @SuppressWarnings("ReferenceEquality") // Python's `is`.
  private static boolean isSame(@Nullable Object value, @Nullable Object other) {
    return value == other
        || (value instanceof Boolean && value.equals(other))
        || (value instanceof Long && value.equals(other))
        || (value instanceof String && value.equals(other));
  }

  private static long rest(@Nullable Object value, @Nullable Object by, Arguments arguments) {
    return ((Number) Numbers.modulo(value, by, arguments.at())).longValue();
  }

  private static boolean equal(@Nullable Object value, Arguments arguments) {
    return Values.equal(value, arguments.required(0, "other"), arguments.run(), arguments.at());
  }

  private static int order(@Nullable Object value, Arguments arguments) {
    return Values.compare(value, arguments.required(0, "other"), arguments.run(), arguments.at());
  }
}

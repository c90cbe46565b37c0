package dev.millrace.rewards.calls;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A value as Python has it.
sealed interface Value {
  record Text(String text) implements Value {}

  record Whole(BigInteger number) implements Value {}

  record Fraction(double number) implements Value {}

  record Truth(boolean value) implements Value {}

  record None() implements Value {}

  record Items(List<Value> items) implements Value {
    public Items {
      items = List.copyOf(items);
    }
  }

  /// A tuple, which equals no list.
  record Tuple(List<Value> items) implements Value {
    public Tuple {
      items = List.copyOf(items);
    }
  }

  record Dict(Map<Value, Value> entries) implements Value {
    public Dict {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    Optional<Value> at(Value key) {
      return entries.entrySet().stream()
          .filter(entry -> entry.getKey().isEqualTo(key))
          .map(Map.Entry::getValue)
          .findFirst();
    }
  }

  /// As `==` of Python says: 1, 1.0 and True are equal, a list and a tuple are not.
  default boolean isEqualTo(Value other) {
    Optional<BigDecimal> one = number();
    Optional<BigDecimal> two = other.number();
    if (one.isPresent() && two.isPresent()) {
      return one.get().compareTo(two.get()) == 0;
    }
    return switch (this) {
      case Items(List<Value> items) -> other instanceof Items(var others) && same(items, others);
      case Tuple(List<Value> items) -> other instanceof Tuple(var others) && same(items, others);
      case Dict(Map<Value, Value> entries) ->
          other instanceof Dict dict
              && dict.entries().size() == entries.size()
              && entries.entrySet().stream()
                  .allMatch(
                      entry ->
                          dict.at(entry.getKey()).filter(entry.getValue()::isEqualTo).isPresent());
      case Text _, Whole _, Fraction _, Truth _, None _ -> equals(other);
    };
  }

  /// The number that it counts as; none that is not finite.
  private Optional<BigDecimal> number() {
    return switch (this) {
      case Whole(BigInteger number) -> Optional.of(new BigDecimal(number));
      case Fraction(double number) when Double.isFinite(number) ->
          Optional.of(new BigDecimal(number));
      case Truth(boolean value) -> Optional.of(value ? BigDecimal.ONE : BigDecimal.ZERO);
      default -> Optional.empty();
    };
  }

  private static boolean same(List<Value> ones, List<Value> others) {
    boolean same = ones.size() == others.size();
    for (int i = 0; same && i < ones.size(); i++) {
      same = ones.get(i).isEqualTo(others.get(i));
    }
    return same;
  }

  /// For people: as it would be written, cut where it is long.
  default String shown() {
    String text =
        switch (this) {
          case Text(String value) -> "\"" + value + "\"";
          case Whole(BigInteger number) -> number.toString();
          case Fraction(double number) -> Double.toString(number);
          case Truth(boolean value) -> Boolean.toString(value);
          case None _ -> "None";
          case Items(List<Value> items) -> "a list of " + items.size();
          case Tuple(List<Value> items) -> "a tuple of " + items.size();
          case Dict(Map<Value, Value> entries) -> "a dict of " + entries.size();
        };
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }

  /// The name of its type.
  default String type() {
    return switch (this) {
      case Text _ -> "string";
      case Whole _ -> "integer";
      case Fraction _ -> "float";
      case Truth _ -> "boolean";
      case None _ -> "None";
      case Items _ -> "list";
      case Tuple _ -> "tuple";
      case Dict _ -> "dict";
    };
  }
}

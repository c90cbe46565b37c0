package dev.millrace.rollout.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What values are worth to Python: truth, equality, order, membership, and their text.
final class Values {
  private Values() {}

  static boolean isTrue(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Boolean flag -> flag;
      case String text -> !text.isEmpty();
      case Number number -> decimal(number).signum() != 0;
      case List<?> list -> !list.isEmpty();
      case Map<?, ?> map -> !map.isEmpty();
      case Undefined _ -> false;
      default -> true;
    };
  }

  static boolean isNumber(@Nullable Object value) {
    return value instanceof Number;
  }

  static BigDecimal decimal(Number number) {
    return switch (number) {
      case BigDecimal decimal -> decimal;
      case BigInteger integer -> new BigDecimal(integer);
      case Double _, Float _ -> new BigDecimal(number.doubleValue());
      default -> BigDecimal.valueOf(number.longValue());
    };
  }

  static boolean equal(@Nullable Object left, @Nullable Object right) {
    if (left instanceof Number a && right instanceof Number b) {
      return decimal(a).compareTo(decimal(b)) == 0;
    }
    return Objects.equals(left, right);
  }

  static int compare(@Nullable Object left, @Nullable Object right, Position at) {
    if (left instanceof Number a && right instanceof Number b) {
      return decimal(a).compareTo(decimal(b));
    }
    if (left instanceof String a && right instanceof String b) {
      return a.compareTo(b);
    }
    throw at.error("cannot order " + kind(left) + " and " + kind(right));
  }

  static boolean contains(@Nullable Object container, @Nullable Object item, Position at) {
    return switch (container) {
      case String text when item instanceof String part -> text.contains(part);
      case List<?> list -> list.stream().anyMatch(each -> equal(each, item));
      case Map<?, ?> map -> map.containsKey(item);
      case null, default ->
          throw at.error("cannot look for " + kind(item) + " in " + kind(container));
    };
  }

  /// The text that a value has in the output.
  static String text(@Nullable Object value, Position at) {
    return switch (value) {
      case null -> "None";
      case String text -> text;
      case Boolean flag -> flag ? "True" : "False";
      case Number number -> JsonText.number(number);
      case Undefined undefined -> throw undefined(undefined, at);
      default -> throw at.error("cannot write " + kind(value) + "; turn it into text with |tojson");
    };
  }

  static TemplateException undefined(Undefined undefined, Position at) {
    return at.error(undefined.what() + " is undefined");
  }

  static String kind(@Nullable Object value) {
    return switch (value) {
      case null -> "none";
      case String _ -> "a string";
      case Boolean _ -> "a boolean";
      case Number _ -> "a number";
      case List<?> _ -> "a list";
      case Map<?, ?> _ -> "a mapping";
      case Undefined undefined -> "undefined " + undefined.what();
      default -> value.getClass().getSimpleName();
    };
  }
}

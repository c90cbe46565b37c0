package dev.millrace.rollout.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What values are worth to Python: truth, equality, order, membership, length, what they can be
/// gone through as.
final class Values {
  private static final int MAX_DEPTH = 100;

  private Values() {}

  static boolean isTrue(@Nullable Object value) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    if (value instanceof String text) {
      return !text.isEmpty();
    }
    return switch (value) {
      case null -> false;
      case Long number -> number != 0;
      case Number number ->
          Numbers.isWhole(number) ? Numbers.whole(number).signum() != 0 : Numbers.real(number) != 0;
      case Collection<?> list -> !list.isEmpty();
      case Map<?, ?> map -> !map.isEmpty();
      case Undefined _ -> false;
      default -> true;
    };
  }

  static boolean equal(@Nullable Object left, @Nullable Object right) {
    return equal(left, right, 0);
  }

  @SuppressWarnings("ReferenceEquality") // A short cut: what is the same is equal.
  private static boolean equal(@Nullable Object left, @Nullable Object right, int depth) {
    if (left == right) {
      return true;
    }
    if (left instanceof String || right instanceof String) {
      return Objects.equals(left, right);
    }
    if (left == null || right == null || depth > MAX_DEPTH) {
      return false;
    }
    if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
      return Numbers.compare(left, right) == 0 && !isNaN(left) && !isNaN(right);
    }
    if (left instanceof List<?> a && right instanceof List<?> b) {
      return (left instanceof Tuple) == (right instanceof Tuple) && equalItems(a, b, depth);
    }
    if (left instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
      return equalEntries(a, b, depth);
    }
    return (left instanceof Undefined && right instanceof Undefined) || left.equals(right);
  }

  private static boolean isNaN(Object number) {
    return number instanceof Double real && real.isNaN();
  }

  private static boolean equalItems(List<?> a, List<?> b, int depth) {
    if (a.size() != b.size()) {
      return false;
    }
    Iterator<?> other = b.iterator();
    for (Object item : a) {
      if (!equal(item, other.next(), depth + 1)) {
        return false;
      }
    }
    return true;
  }

  private static boolean equalEntries(Map<?, ?> a, Map<?, ?> b, int depth) {
    if (a.size() != b.size()) {
      return false;
    }
    for (Map.Entry<?, ?> entry : a.entrySet()) {
      if (!b.containsKey(entry.getKey())
          || !equal(entry.getValue(), b.get(entry.getKey()), depth + 1)) {
        return false;
      }
    }
    return true;
  }

  static int compare(@Nullable Object left, @Nullable Object right, Position at) {
    if (left instanceof String a && right instanceof String b) {
      return compareText(a, b);
    }
    if (left != null && right != null && Numbers.isNumber(left) && Numbers.isNumber(right)) {
      return Numbers.compare(left, right);
    }
    if (left instanceof List<?> a && right instanceof List<?> b) {
      for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
        if (!equal(a.get(i), b.get(i))) {
          return compare(a.get(i), b.get(i), at);
        }
      }
      return Integer.compare(a.size(), b.size());
    }
    throw at.error("cannot order " + kind(left) + " and " + kind(right));
  }

  /// By code points, as Python does; UTF-16 units order otherwise beyond the basic plane.
  private static int compareText(String a, String b) {
    int i = 0;
    while (i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i)) {
      i++;
    }
    if (i == a.length() || i == b.length()) {
      return Integer.compare(a.length(), b.length());
    }
    char x = a.charAt(i);
    char y = b.charAt(i);
    boolean both = Character.isSurrogate(x) == Character.isSurrogate(y);
    return both ? Character.compare(x, y) : Character.isSurrogate(x) ? 1 : -1;
  }

  static boolean contains(@Nullable Object container, @Nullable Object item, Position at) {
    return switch (container) {
      case String text when item instanceof String part -> text.contains(part);
      case Map<?, ?> map -> !(item instanceof Undefined) && map.containsKey(item);
      case Collection<?> list -> {
        for (Object each : list) {
          if (equal(each, item)) {
            yield true;
          }
        }
        yield false;
      }
      case Undefined _ -> false;
      case null, default ->
          throw at.error("cannot look for " + kind(item) + " in " + kind(container));
    };
  }

  static long length(@Nullable Object value, Position at) {
    return switch (value) {
      case String text -> text.codePointCount(0, text.length());
      case Collection<?> list -> list.size();
      case Map<?, ?> map -> map.size();
      case Undefined _ -> 0;
      case null, default -> throw at.error(kind(value) + " has no length");
    };
  }

  /// What a value is known by in a set: numbers that are equal are one, whatever their type.
  static @Nullable Object hashed(@Nullable Object value, Position at) {
    return switch (value) {
      case Tuple tuple -> tuple.stream().map(each -> hashed(each, at)).toList();
      case Collection<?> _, Map<?, ?> _ -> throw at.error(kind(value) + " cannot be a key");
      case Boolean flag -> flag ? 1L : 0L;
      case Integer number -> number.longValue();
      case Double real when real == Math.rint(real) && Math.abs(real) < 1L << 53 ->
          real.longValue();
      case null, default -> value;
    };
  }

  /// What a loop goes through: items, a mapping's keys, a text's characters.
  static List<? extends @Nullable Object> items(@Nullable Object value, Position at) {
    if (value instanceof List<?> list) {
      return list;
    }
    return switch (value) {
      case Collection<?> items -> new ArrayList<>(items);
      case Map<?, ?> map -> new ArrayList<>(map.keySet());
      case String text -> text.codePoints().mapToObj(Character::toString).toList();
      case Undefined _ -> List.of();
      case null, default -> throw at.error("cannot go through " + kind(value));
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
      case Tuple _ -> "a tuple";
      case Range _ -> "a range";
      case Collection<?> _ -> "a list";
      case Map<?, ?> _ -> "a mapping";
      case Undefined undefined -> "undefined " + undefined.what();
      case Function _ -> "a function";
      default -> "a " + value.getClass().getSimpleName();
    };
  }
}

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

  /// Shorter texts are compared in no time, longer ones so many characters at once.
  private static final int LONG = 256;

  private static final int CHARS_AT_ONCE = 16;

  /// What a text of one character takes.
  private static final long CHARACTER = 48;

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
      case Markup(String text) -> !text.isEmpty();
      default -> true;
    };
  }

  /// Python's `==`; items and long texts that are compared are counted.
  static boolean equal(@Nullable Object left, @Nullable Object right, Run run, Position at) {
    return equal(left, right, 0, run, at);
  }

  @SuppressWarnings("ReferenceEquality") // A short cut: what is the same is equal.
  private static boolean equal(
      @Nullable Object left, @Nullable Object right, int depth, Run run, Position at) {
    if (left == right) {
      return true;
    }
    if (left instanceof String text && right instanceof String other) {
      if (text.length() > LONG && text.length() == other.length()) {
        run.room(text.length() / CHARS_AT_ONCE, at);
      }
      return text.equals(other);
    }
    if (left instanceof Markup || right instanceof Markup) {
      return Objects.equals(Markup.plain(left), Markup.plain(right));
    }
    if (left == null || right == null || left instanceof String || right instanceof String) {
      return false;
    }
    bounded(depth, at);
    if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
      return Numbers.compare(left, right) == 0 && !isNaN(left) && !isNaN(right);
    }
    if (left instanceof List<?> a && right instanceof List<?> b) {
      return (left instanceof Tuple) == (right instanceof Tuple)
          && equalItems(a, b, depth, run, at);
    }
    if (left instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
      return equalEntries(a, b, depth, run, at);
    }
    if (left instanceof View a && right instanceof View b) {
      return a.isSet() && b.isSet() && a.size() == b.size() && holdsAll(a, b, run, at);
    }
    return (left instanceof Undefined && right instanceof Undefined) || left.equals(right);
  }

  private static boolean isNaN(Object number) {
    return number instanceof Double real && real.isNaN();
  }

  private static boolean equalItems(List<?> a, List<?> b, int depth, Run run, Position at) {
    if (a.size() != b.size()) {
      return false;
    }
    Iterator<?> other = b.iterator();
    for (Object item : a) {
      run.step(at);
      if (!equal(item, other.next(), depth + 1, run, at)) {
        return false;
      }
    }
    return true;
  }

  private static boolean equalEntries(Map<?, ?> a, Map<?, ?> b, int depth, Run run, Position at) {
    if (a.size() != b.size()) {
      return false;
    }
    for (Map.Entry<?, ?> entry : a.entrySet()) {
      run.step(at);
      if (!b.containsKey(entry.getKey())
          || !equal(entry.getValue(), b.get(entry.getKey()), depth + 1, run, at)) {
        return false;
      }
    }
    return true;
  }

  private static boolean holdsAll(View all, View some, Run run, Position at) {
    return some.stream().allMatch(each -> contains(all, each, run, at));
  }

  private static void bounded(int depth, Position at) {
    if (depth > MAX_DEPTH) {
      throw at.error("a value is nested deeper than " + MAX_DEPTH);
    }
  }

  /// Python's order; items and texts that are compared are counted.
  static int compare(@Nullable Object left, @Nullable Object right, Run run, Position at) {
    return compare(left, right, 0, run, at);
  }

  private static int compare(
      @Nullable Object left, @Nullable Object right, int depth, Run run, Position at) {
    if (left instanceof String a && right instanceof String b) {
      int same = samePart(a, b);
      run.room(same, at);
      return compareAfter(same, a, b);
    }
    if (left instanceof Markup || right instanceof Markup) {
      return compare(Markup.plain(left), Markup.plain(right), depth, run, at);
    }
    bounded(depth, at);
    if (left != null && right != null && Numbers.isNumber(left) && Numbers.isNumber(right)) {
      return Numbers.compare(left, right);
    }
    if (left instanceof List<?> a && right instanceof List<?> b) {
      for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
        run.step(at);
        if (!equal(a.get(i), b.get(i), depth + 1, run, at)) {
          return compare(a.get(i), b.get(i), depth + 1, run, at);
        }
      }
      return Integer.compare(a.size(), b.size());
    }
    throw at.error("cannot order " + kind(left) + " and " + kind(right));
  }

  private static int samePart(String a, String b) {
    int i = 0;
    while (i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i)) {
      i++;
    }
    return i;
  }

  /// By code points, as Python does; UTF-16 units order otherwise beyond the basic plane.
  private static int compareAfter(int i, String a, String b) {
    if (i == a.length() || i == b.length()) {
      return Integer.compare(a.length(), b.length());
    }
    char x = a.charAt(i);
    char y = b.charAt(i);
    boolean both = Character.isSurrogate(x) == Character.isSurrogate(y);
    return both ? Character.compare(x, y) : Character.isSurrogate(x) ? 1 : -1;
  }

  static boolean contains(@Nullable Object container, @Nullable Object item, Run run, Position at) {
    return switch (container) {
      case String text when item instanceof String part ->
          Search.first(text, part, 0, Function.Arguments.none(run, at)) >= 0;
      case Map<?, ?> map -> !(item instanceof Undefined) && map.containsKey(key(item, run, at));
      case Collection<?> list -> {
        for (Object each : list) {
          run.step(at);
          if (equal(each, item, run, at)) {
            yield true;
          }
        }
        yield false;
      }
      case Once once -> {
        while (once.hasNext()) {
          if (equal(once.next(), item, run, at)) {
            yield true;
          }
        }
        yield false;
      }
      case Undefined _ -> false;
      case Markup(String text) -> contains(text, Markup.plain(item), run, at);
      case String text when item instanceof Markup(String part) -> contains(text, part, run, at);
      case null, default ->
          throw at.error("cannot look for " + kind(item) + " in " + kind(container));
    };
  }

  static long length(@Nullable Object value, Position at) {
    return switch (value) {
      case String text -> text.codePointCount(0, text.length());
      case Collection<?> list -> list.size();
      case Map<?, ?> map -> map.size();
      case Markup(String text) -> length(text, at);
      case Undefined _ -> 0;
      case null, default -> throw at.error(kind(value) + " has no length");
    };
  }

  /// The same value, where it can be the key of a mapping; what its hash takes is counted.
  static @Nullable Object key(@Nullable Object value, Run run, Position at) {
    if (value instanceof Collection || value instanceof Map) {
      hashed(value, run, at);
    }
    return Markup.plain(value);
  }

  /// What a value is known by in a set: numbers that are equal are one, whatever their type.
  static @Nullable Object hashed(@Nullable Object value, Run run, Position at) {
    return hashed(value, 0, run, at);
  }

  private static @Nullable Object hashed(@Nullable Object value, int depth, Run run, Position at) {
    return switch (value) {
      case Tuple tuple -> {
        bounded(depth, at);
        run.step(tuple.size(), at);
        yield tuple.stream().map(each -> hashed(each, depth + 1, run, at)).toList();
      }
      case Collection<?> _, Map<?, ?> _ -> throw at.error(kind(value) + " cannot be a key");
      case Markup(String text) -> text;
      case Boolean flag -> flag ? 1L : 0L;
      case Integer number -> number.longValue();
      case Double real when real == Math.rint(real) && Math.abs(real) < 1L << 53 ->
          real.longValue();
      case null, default -> value;
    };
  }

  /// What a loop goes through: items, a mapping's keys, a text's characters.
  static List<? extends @Nullable Object> items(@Nullable Object value, Run run, Position at) {
    if (value instanceof List<?> list) {
      return list;
    }
    return switch (value) {
      case View view -> view.items();
      case Once once -> once.rest(run, at);
      case Collection<?> items -> run.made(new ArrayList<>(items), at);
      case Map<?, ?> map -> run.made(new ArrayList<>(map.keySet()), at);
      case String text -> {
        run.room(text.length() * CHARACTER, at);
        yield text.codePoints().mapToObj(Character::toString).toList();
      }
      case Markup(String text) -> items(text, run, at);
      case Undefined _ -> List.of();
      case null, default -> throw at.error("cannot go through " + kind(value));
    };
  }

  /// The same one after the other; of what is there only once, only as far as it is asked for.
  static Iterator<? extends @Nullable Object> iterator(
      @Nullable Object value, Run run, Position at) {
    return value instanceof Once once ? once : items(value, run, at).iterator();
  }

  static TemplateException undefined(Undefined undefined, Position at) {
    return at.error(undefined.what() + " is undefined");
  }

  static String kind(@Nullable Object value) {
    return switch (value) {
      case null -> "none";
      case String _, Markup _ -> "a string";
      case Boolean _ -> "a boolean";
      case Number _ -> "a number";
      case Tuple _ -> "a tuple";
      case Range _ -> "a range";
      case View view -> view.name();
      case Collection<?> _ -> "a list";
      case Once _ -> "a generator";
      case Map<?, ?> _ -> "a mapping";
      case Undefined undefined -> "undefined " + undefined.what();
      case Function _ -> "a function";
      default -> "a " + value.getClass().getSimpleName();
    };
  }
}

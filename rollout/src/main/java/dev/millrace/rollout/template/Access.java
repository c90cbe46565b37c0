package dev.millrace.rollout.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Attributes, items, slices and calls of values. Nothing outside the values can be reached.
final class Access {
  private Access() {}

  /// `of.name`: a method where the value has one of that name, else an item.
  static @Nullable Object attribute(@Nullable Object of, String name, Position at) {
    return switch (of) {
      case Undefined undefined -> throw Values.undefined(undefined, at);
      case Namespace namespace -> namespace.get(name);
      case LoopFacts loop -> loop.get(name);
      case Map<?, ?> map -> {
        Function method = MapMethods.get(map, name);
        if (method != null) {
          yield method;
        }
        yield entry(map, name);
      }
      case Markup markup -> {
        Function method = markup.method(name);
        yield method == null ? missing(name, of) : method;
      }
      case String text -> {
        Function method = TextMethods.get(text, name);
        yield method == null ? missing(name, of) : method;
      }
      case Tuple tuple when tuple.place(name) >= 0 -> tuple.get(tuple.place(name));
      case List<?> list -> {
        Function method = ListMethods.get(list, name);
        yield method == null ? missing(name, of) : method;
      }
      case Macros.Macro macro when name.equals("name") -> macro.shape().name();
      case null, default -> missing(name, of);
    };
  }

  /// What a mapping holds under a name that is none of its methods'.
  static @Nullable Object entry(Map<?, ?> map, String name) {
    Object value = map.get(name);
    return value != null || map.containsKey(name) ? value : missing(name, map);
  }

  private static Undefined missing(String name, @Nullable Object of) {
    return Undefined.attribute(name, of);
  }

  /// `of[key]`: an item, else what `of.key` is.
  static @Nullable Object item(@Nullable Object of, @Nullable Object key, Run run, Position at) {
    if (of instanceof Undefined undefined) {
      throw Values.undefined(undefined, at);
    }
    if (of instanceof Map<?, ?> map) {
      Object known = Values.key(key, run, at);
      Object value = map.get(known);
      return value != null || map.containsKey(known) ? value : named(of, known, at);
    }
    if (of instanceof Markup(String text)) {
      return Markup.marked(item(text, key, run, at));
    }
    if (Numbers.isWhole(key) && (of instanceof List || of instanceof String)) {
      if (of instanceof String text) {
        run.room(text.length() / 4, at);
      }
      return at(of, Numbers.toInt(key, at));
    }
    return named(of, key, at);
  }

  private static @Nullable Object named(@Nullable Object of, @Nullable Object key, Position at) {
    return switch (key) {
      case String name -> attribute(of, name, at);
      case Number number -> missing(number.toString(), of);
      case null, default -> missing(Values.kind(key), of);
    };
  }

  private static @Nullable Object at(Object of, int asked) {
    int size =
        of instanceof String text ? text.codePointCount(0, text.length()) : ((List<?>) of).size();
    int index = asked < 0 ? asked + size : asked;
    if (index < 0 || index >= size) {
      return new Undefined("item " + asked + " of " + Values.kind(of));
    }
    return of instanceof String text
        ? Character.toString(text.codePointAt(text.offsetByCodePoints(0, index)))
        : ((List<?>) of).get(index);
  }

  /// `of[from:to:step]`, as Python cuts.
  static Object slice(
      @Nullable Object of,
      @Nullable Object from,
      @Nullable Object to,
      @Nullable Object step,
      Run run,
      Position at) {
    if (of instanceof String text) {
      run.room(text.length(), at);
      return run.made(text(text, from, to, step, at), at);
    }
    if (of instanceof Markup(String text)) {
      return Objects.requireNonNull(
          Markup.marked(slice(text, from, to, step, run, at)), "a slice of a text");
    }
    if (of instanceof Undefined undefined) {
      throw Values.undefined(undefined, at);
    }
    if (!(of instanceof List<?> list)) {
      throw at.error("cannot cut " + Values.kind(of));
    }
    List<@Nullable Object> part = new ArrayList<>();
    int[] indices = indices(list.size(), from, to, step, at);
    run.list(2L * indices.length, at);
    for (int index : indices) {
      part.add(list.get(index));
    }
    return of instanceof Tuple ? Tuple.copyOf(part) : part;
  }

  private static String text(
      String text, @Nullable Object from, @Nullable Object to, @Nullable Object step, Position at) {
    int[] points = text.codePoints().toArray();
    StringBuilder part = new StringBuilder();
    for (int index : indices(points.length, from, to, step, at)) {
      part.appendCodePoint(points[index]);
    }
    return part.toString();
  }

  private static int[] indices(
      int size, @Nullable Object from, @Nullable Object to, @Nullable Object by, Position at) {
    int step = by == null ? 1 : Numbers.toInt(by, at);
    if (step == 0) {
      throw at.error("the step of a slice is zero");
    }
    int low = step > 0 ? 0 : -1;
    int high = step > 0 ? size : size - 1;
    int start = from == null ? (step > 0 ? low : high) : bounded(from, size, low, high, at);
    int end = to == null ? (step > 0 ? high : low) : bounded(to, size, low, high, at);
    int count =
        (int)
            Math.max(
                0,
                step > 0
                    ? ((long) end - start + step - 1) / step
                    : ((long) start - end - step - 1) / -(long) step);
    int[] indices = new int[count];
    for (int i = 0; i < count; i++) {
      indices[i] = start + i * step;
    }
    return indices;
  }

  private static int bounded(Object asked, int size, int low, int high, Position at) {
    int index = Numbers.toInt(asked, at);
    if (index < 0) {
      index = Math.max(index + size, Integer.MIN_VALUE / 2);
    }
    return Math.clamp(index, low, high);
  }

  static @Nullable Object call(@Nullable Object function, Function.Arguments arguments) {
    arguments.run().step(arguments.at());
    return switch (function) {
      case Function known -> known.call(arguments);
      case LoopFacts loop -> loop.call(arguments);
      case Undefined undefined -> throw Values.undefined(undefined, arguments.at());
      case null, default -> throw arguments.at().error(Values.kind(function) + " cannot be called");
    };
  }
}

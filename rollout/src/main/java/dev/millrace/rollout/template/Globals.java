package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Function.Arguments;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The functions that every template has.
final class Globals {
  private static final Map<String, Function> FUNCTIONS =
      Map.of(
          "range", Globals::range,
          "dict", Globals::dict,
          "namespace", Globals::namespace,
          "cycler", Globals::cycler,
          "joiner", Globals::joiner,
          "raise_exception", Globals::raise,
          "strftime_now", arguments -> TimeText.of(arguments));

  private Globals() {}

  /// A function, or [Frame#UNSET] where there is none of that name.
  static Object get(String name) {
    Function function = FUNCTIONS.get(name);
    return function == null ? Frame.UNSET : function;
  }

  private static Object raise(Arguments arguments) {
    Object message = arguments.get(0, "message", "no message");
    throw arguments.at().error("the template refused: " + PyText.str(message, arguments.at()));
  }

  private static Object range(Arguments arguments) {
    Position at = arguments.at();
    int first = Numbers.toInt(arguments.required(0, "stop"), at);
    int start = arguments.size() > 1 ? first : 0;
    int stop = arguments.size() > 1 ? arguments.count(1, "stop", 0) : first;
    int step = arguments.count(2, "step", 1);
    if (step == 0) {
      throw at.error("the step of range is zero");
    }
    long distance = step > 0 ? (long) stop - start : (long) start - stop;
    long size = distance <= 0 ? 0 : (distance + Math.abs((long) step) - 1) / Math.abs((long) step);
    if (size > 100_000) {
      throw at.error("range has more than 100000 numbers");
    }
    return new Range(start, stop, step, (int) size);
  }

  private static Object dict(Arguments arguments) {
    Map<@Nullable Object, @Nullable Object> made = new LinkedHashMap<>();
    if (arguments.size() > 0) {
      fill(made, arguments.positional().getFirst(), arguments);
    }
    made.putAll(arguments.named());
    return arguments.run().made(made, arguments.at());
  }

  private static void fill(
      Map<@Nullable Object, @Nullable Object> made, @Nullable Object from, Arguments a) {
    if (from instanceof Map<?, ?> map) {
      a.run().made(map, a.at());
      made.putAll(map);
      return;
    }
    List<? extends @Nullable Object> pairs = Values.items(from, a.run(), a.at());
    a.run().step(pairs.size(), a.at());
    for (Object pair : pairs) {
      List<? extends @Nullable Object> both = Values.items(pair, a.run(), a.at());
      if (both.size() != 2) {
        throw a.at().error("dict needs pairs");
      }
      made.put(Values.key(both.get(0), a.run(), a.at()), both.get(1));
    }
  }

  private static Object namespace(Arguments arguments) {
    Namespace made = new Namespace();
    Map<@Nullable Object, @Nullable Object> attributes = new LinkedHashMap<>();
    if (arguments.size() > 0) {
      fill(attributes, arguments.positional().getFirst(), arguments);
    }
    attributes.putAll(arguments.named());
    attributes.forEach((name, value) -> made.set(String.valueOf(name), value));
    return made;
  }

  /// `cycler(a, b)`: `next()` gives one after the other, `current` the one to come.
  private static Object cycler(Arguments arguments) {
    if (arguments.size() == 0) {
      throw arguments.at().error("cycler needs values");
    }
    Namespace made = new Namespace();
    List<@Nullable Object> values = arguments.positional();
    int[] at = {0};
    made.set("current", values.getFirst());
    made.set(
        "next",
        (Function)
            _ -> {
              Object value = values.get(at[0]);
              at[0] = (at[0] + 1) % values.size();
              made.set("current", values.get(at[0]));
              return value;
            });
    made.set(
        "reset",
        (Function)
            _ -> {
              at[0] = 0;
              made.set("current", values.getFirst());
              return null;
            });
    return made;
  }

  /// `joiner(", ")`: empty the first time it is called.
  private static Object joiner(Arguments arguments) {
    Object separator = arguments.get(0, "sep", ", ");
    boolean[] used = {false};
    return (Function)
        _ -> {
          Object value = used[0] ? separator : "";
          used[0] = true;
          return value;
        };
  }
}

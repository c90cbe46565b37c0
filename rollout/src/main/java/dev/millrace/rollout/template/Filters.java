package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Function.Arguments;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What may stand after `|`: the table of all, and the filters over any one value. Those over texts
/// are in [TextFilters] and [MarkupFilters], over numbers in [NumberFilters], over lists in
/// [ListFilters] and [OrderFilters].
final class Filters {
  private static final Map<String, String> REFUSED =
      Map.of(
          "random", "it makes of one conversation another prompt each time",
          "wordwrap", "prompts are not wrapped here",
          "urlize", "prompts are no pages");

  /// What these give was there before.
  private static final Set<String> MAKE_NOTHING =
      Set.of("first", "last", "default", "d", "attr", "min", "max");

  /// What makes markup of markup.
  private static final Set<String> KEEP_MARKUP =
      Set.of(
          "upper",
          "lower",
          "capitalize",
          "trim",
          "center",
          "indent",
          "truncate",
          "reverse",
          "string");

  private static final int MAX_INDENT = 1_000;

  private static final Map<String, Filter> FILTERS = new HashMap<>(ListFilters.ALL);

  static {
    FILTERS.putAll(OrderFilters.ALL);
    FILTERS.putAll(TextFilters.ALL);
    FILTERS.putAll(MarkupFilters.ALL);
    FILTERS.putAll(NumberFilters.ALL);
    FILTERS.put("tojson", Filters::json);
    FILTERS.put("default", Filters::otherwise);
    FILTERS.put("d", Filters::otherwise);
    FILTERS.put("attr", Filters::attr);
    FILTERS.put("pprint", (value, a) -> PyText.repr(value, a.at()));
    FILTERS.put("length", Filters::length);
    FILTERS.put("count", Filters::length);
    KEEP_MARKUP.forEach(name -> FILTERS.computeIfPresent(name, (_, filter) -> keeping(filter)));
    FILTERS.replaceAll((name, filter) -> counted(filter, !MAKE_NOTHING.contains(name)));
    FILTERS.replaceAll((name, filter) -> checked(name, filter));
  }

  private Filters() {}

  /// Makes one value of another.
  interface Filter {
    @Nullable Object apply(@Nullable Object value, Arguments arguments);
  }

  private static Filter keeping(Filter filter) {
    return (value, a) -> {
      Object result = filter.apply(value, a);
      return value instanceof Markup ? Markup.marked(result) : result;
    };
  }

  private static Filter checked(String name, Filter filter) {
    List<String> names = FilterArguments.of(name);
    return names == null
        ? filter
        : (value, a) -> {
          if (a.size() > 0 || !a.named().isEmpty()) {
            FilterArguments.check(name, names, a);
          }
          return filter.apply(value, a);
        };
  }

  private static Filter counted(Filter filter, boolean makesSomething) {
    return (value, a) -> {
      a.run().step(a.at());
      Object result = filter.apply(value, a);
      return makesSomething ? a.run().made(result, a.at()) : result;
    };
  }

  static Filter get(String name, Position at) {
    Filter filter = FILTERS.get(name);
    if (filter != null) {
      return filter;
    }
    String reason = REFUSED.get(name);
    if (reason != null) {
      throw at.error("the filter \"" + name + "\" is not supported: " + reason);
    }
    List<String> known = FILTERS.keySet().stream().sorted().toList();
    throw at.error("there is no filter \"" + name + "\"; known are " + known);
  }

  static boolean has(String name) {
    return FILTERS.containsKey(name);
  }

  /// Jinja's text filters take anything, as it is written.
  static String text(@Nullable Object value, Arguments a) {
    String text = PyText.str(value, a.at());
    a.run().room(text.length(), a.at());
    return text;
  }

  private static long length(@Nullable Object value, Arguments a) {
    if (Markup.plain(value) instanceof String text) {
      a.run().room(text.length() / 4, a.at());
    }
    return Values.length(value, a.at());
  }

  private static String json(@Nullable Object value, Arguments a) {
    Object indent = a.get(1, "indent", null);
    String unit =
        indent == null
            ? null
            : indent instanceof String text ? text : " ".repeat(spaces(indent, a));
    String items = unit == null ? ", " : ",";
    String keys = ": ";
    Object separators = a.get(2, "separators", null);
    if (separators != null) {
      List<? extends @Nullable Object> both = Values.items(separators, a.run(), a.at());
      if (both.size() != 2) {
        throw a.at().error("tojson: separators are two texts");
      }
      items = PyText.asString(both.get(0), a.at());
      keys = PyText.asString(both.get(1), a.at());
    }
    var characters =
        a.flag(0, "ensure_ascii", false)
            ? JsonText.Style.Characters.ASCII
            : JsonText.Style.Characters.ALL;
    var order =
        a.flag(3, "sort_keys", false) ? JsonText.Style.Keys.SORTED : JsonText.Style.Keys.AS_GIVEN;
    return JsonText.of(value, new JsonText.Style(items, keys, unit, characters, order), a);
  }

  /// A number of spaces to indent by.
  static int spaces(@Nullable Object given, Arguments a) {
    int spaces = Numbers.toInt(given, a.at());
    if (spaces > MAX_INDENT) {
      throw a.at().error("lines are indented by more than " + MAX_INDENT);
    }
    return Math.max(0, spaces);
  }

  private static @Nullable Object otherwise(@Nullable Object value, Arguments a) {
    boolean missing =
        value instanceof Undefined || (a.flag(1, "boolean", false) && !Values.isTrue(value));
    return missing ? a.get(0, "default_value", "") : value;
  }

  private static @Nullable Object attr(@Nullable Object value, Arguments a) {
    String name = PyText.str(a.required(0, "name"), a.at());
    return value instanceof Map<?, ?> map && MapMethods.get(map, name) == null
        ? new Undefined("attribute \"" + name + "\" of a mapping")
        : Access.attribute(value, name, a.at());
  }
}

package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Function.Arguments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What `escape` and `safe` make: a text that keeps what is put beside it from being markup, by
/// escaping it, also where templates do not escape by themselves. Else it is a text like others.
record Markup(String text) {
  /// The methods that give markup again, or lists of it.
  private static final Set<String> KEEPING =
      Set.of(
          "capitalize",
          "title",
          "lower",
          "upper",
          "swapcase",
          "casefold",
          "replace",
          "ljust",
          "rjust",
          "center",
          "zfill",
          "expandtabs",
          "strip",
          "lstrip",
          "rstrip",
          "removeprefix",
          "removesuffix",
          "join",
          "format",
          "split",
          "rsplit",
          "splitlines",
          "partition",
          "rpartition");

  static @Nullable Object plain(@Nullable Object value) {
    return value instanceof Markup(String text) ? text : value;
  }

  /// A value's text, escaped unless it is markup.
  static String escaped(@Nullable Object value, Position at) {
    return value instanceof Markup(String text) ? text : escape(PyText.str(value, at), at);
  }

  static String escape(String text, Position at) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '\'' -> out.append("&#39;");
        case '"' -> out.append("&#34;");
        default -> out.append(c);
      }
    }
    Run.fits(out.length(), at);
    return out.toString();
  }

  /// The same with markup for each text.
  static @Nullable Object marked(@Nullable Object value) {
    return switch (value) {
      case String text -> new Markup(text);
      case Tuple tuple -> Tuple.copyOf(tuple.stream().map(Markup::marked).toList());
      case List<?> list -> list.stream().map(Markup::marked).toList();
      case null, default -> value;
    };
  }

  /// A method of the text; what it puts into the text is escaped.
  @Nullable Function method(String name) {
    TextMethods.Method method = TextMethods.find(name);
    if (method == null) {
      return null;
    }
    return a -> {
      Object result = method.apply(text, escapedFor(name, a));
      return KEEPING.contains(name) ? a.run().made(marked(result), a.at()) : result;
    };
  }

  private static Arguments escapedFor(String name, Arguments a) {
    List<? extends @Nullable Object> given = a.positional();
    return switch (name) {
      case "join" ->
          a.instead(List.of(escapedAll(ListFilters.items(a.required(0, "iterable"), a), a)));
      case "format" -> {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        a.named().forEach((key, value) -> named.put(key, field(value, a)));
        List<@Nullable Object> fields = new ArrayList<>();
        given.forEach(each -> fields.add(field(each, a)));
        yield new Arguments(fields, named, a.run(), a.at());
      }
      case "replace" ->
          given.size() < 2
              ? a
              : a.instead(
                  List.of(
                      PyText.asString(given.get(0), a.at()),
                      escaped(given.get(1), a.at()),
                      given.size() > 2 ? given.get(2) : -1L));
      default -> a;
    };
  }

  private static List<String> escapedAll(List<? extends @Nullable Object> items, Arguments a) {
    return items.stream().map(item -> a.run().made(escaped(item, a.at()), a.at())).toList();
  }

  /// Numbers stay, so that they can be formatted as such.
  private static @Nullable Object field(@Nullable Object value, Arguments a) {
    return Numbers.isNumber(value) ? value : a.run().made(escaped(value, a.at()), a.at());
  }
}

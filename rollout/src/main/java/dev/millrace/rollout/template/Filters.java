package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Function.Arguments;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What may stand after `|`: the filters over one value; those over lists are in [ListFilters].
final class Filters {
  private static final Map<String, Filter> FILTERS = new HashMap<>(ListFilters.ALL);

  static {
    FILTERS.put("tojson", Filters::json);
    FILTERS.put("string", (value, a) -> PyText.str(value, a.at()));
    FILTERS.put("trim", (value, a) -> Trims.both(text(value, a), trimmed(a)));
    FILTERS.put("upper", (value, a) -> text(value, a).toUpperCase(Locale.ROOT));
    FILTERS.put("lower", (value, a) -> text(value, a).toLowerCase(Locale.ROOT));
    FILTERS.put("title", (value, a) -> words(text(value, a)));
    FILTERS.put("capitalize", (value, a) -> TextCase.capitalize(text(value, a)));
    FILTERS.put("replace", (value, a) -> TextMethods.replace(text(value, a), a));
    FILTERS.put("format", (value, a) -> PyFormat.percent(text(value, a), formatted(a), a.at()));
    FILTERS.put("indent", (value, a) -> indent(text(value, a), a));
    FILTERS.put(
        "center", (value, a) -> PyFormat.pad(text(value, a), a.count(0, "width", 80), '^', ' '));
    FILTERS.put("truncate", (value, a) -> truncate(text(value, a), a));
    FILTERS.put("wordcount", (value, a) -> wordCount(text(value, a)));
    FILTERS.put(
        "striptags",
        (value, a) ->
            text(value, a)
                .replaceAll("(?s)<!--.*?-->|<[^>]*>", "")
                .strip()
                .replaceAll("\\s+", " "));
    FILTERS.put("escape", (value, a) -> escape(text(value, a)));
    FILTERS.put("e", (value, a) -> escape(text(value, a)));
    FILTERS.put("forceescape", (value, a) -> escape(text(value, a)));
    FILTERS.put("safe", (value, a) -> text(value, a));
    FILTERS.put("default", Filters::otherwise);
    FILTERS.put("d", Filters::otherwise);
    FILTERS.put("int", Filters::whole);
    FILTERS.put("float", Filters::real);
    FILTERS.put("abs", (value, a) -> absolute(value, a.at()));
    FILTERS.put("round", Filters::round);
    FILTERS.put("attr", (value, a) -> attr(value, a));
    FILTERS.put("pprint", (value, a) -> PyText.repr(value, a.at()));
    FILTERS.put("length", (value, a) -> Values.length(value, a.at()));
    FILTERS.put("count", (value, a) -> Values.length(value, a.at()));
  }

  private Filters() {}

  /// Makes one value of another.
  interface Filter {
    @Nullable Object apply(@Nullable Object value, Arguments arguments);
  }

  static Filter get(String name, Position at) {
    Filter filter = FILTERS.get(name);
    if (filter == null) {
      List<String> known = FILTERS.keySet().stream().sorted().toList();
      throw at.error("there is no filter \"" + name + "\"; known are " + known);
    }
    return filter;
  }

  static boolean has(String name) {
    return FILTERS.containsKey(name);
  }

  /// Jinja's text filters take anything, as it is written.
  private static String text(@Nullable Object value, Arguments arguments) {
    return PyText.str(value, arguments.at());
  }

  private static @Nullable String trimmed(Arguments arguments) {
    Object given = arguments.get(0, "chars", null);
    return given == null ? null : PyText.asString(given, arguments.at());
  }

  /// Jinja's own `title`, which keeps letters after an apostrophe small.
  private static String words(String text) {
    StringBuilder out = new StringBuilder();
    boolean starts = true;
    for (int c : text.codePoints().toArray()) {
      out.appendCodePoint(starts ? Character.toUpperCase(c) : Character.toLowerCase(c));
      starts = c == '-' || Trims.isSpace(c) || "([{<".indexOf(c) >= 0;
    }
    return out.toString();
  }

  private static @Nullable Object formatted(Arguments arguments) {
    return arguments.named().isEmpty() ? Tuple.copyOf(arguments.positional()) : arguments.named();
  }

  private static String json(@Nullable Object value, Arguments a) {
    Object indent = a.get(1, "indent", null);
    String unit =
        indent == null
            ? null
            : indent instanceof String text
                ? text
                : " ".repeat(Math.clamp(Numbers.toInt(indent, a.at()), 0, 100));
    String items = unit == null ? ", " : ",";
    String keys = ": ";
    Object separators = a.get(2, "separators", null);
    if (separators != null) {
      List<? extends @Nullable Object> both = Values.items(separators, a.at());
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
    return JsonText.of(value, new JsonText.Style(items, keys, unit, characters, order), a.at());
  }

  private static String indent(String text, Arguments a) {
    Object width = a.get(0, "width", 4L);
    String unit =
        width instanceof String given
            ? given
            : " ".repeat(Math.clamp(Numbers.toInt(width, a.at()), 0, 1000));
    boolean first = a.flag(1, "first", false);
    boolean blank = a.flag(2, "blank", false);
    List<String> lines = Splits.lines(text + "\n", false);
    StringBuilder out = new StringBuilder(first ? unit : "");
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (i > 0) {
        out.append('\n').append(blank || !line.isEmpty() ? unit : "");
      }
      out.append(line);
    }
    return out.toString();
  }

  private static String truncate(String text, Arguments a) {
    int length = a.count(0, "length", 255);
    boolean cutsWords = a.flag(1, "killwords", false);
    String end = PyText.str(a.get(2, "end", "..."), a.at());
    int leeway = a.count(3, "leeway", 5);
    int size = text.codePointCount(0, text.length());
    if (size <= length + leeway) {
      return text;
    }
    int keep = Math.max(0, length - end.codePointCount(0, end.length()));
    String cut = text.substring(0, text.offsetByCodePoints(0, Math.min(keep, size)));
    int space = cut.lastIndexOf(' ');
    return (cutsWords || space < 0 ? cut : cut.substring(0, space)) + end;
  }

  private static long wordCount(String text) {
    return java.util.regex.Pattern.compile("[\\p{L}\\p{N}_]+").matcher(text).results().count();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace(">", "&gt;")
        .replace("<", "&lt;")
        .replace("'", "&#39;")
        .replace("\"", "&#34;");
  }

  private static @Nullable Object otherwise(@Nullable Object value, Arguments a) {
    boolean missing =
        value instanceof Undefined || (a.flag(1, "boolean", false) && !Values.isTrue(value));
    return missing ? a.get(0, "default_value", "") : value;
  }

  private static @Nullable Object whole(@Nullable Object value, Arguments a) {
    Object otherwise = a.get(0, "default", 0L);
    int base = a.count(1, "base", 10);
    if (value instanceof String text) {
      String digits = text.strip().replace("_", "");
      try {
        return Numbers.small(
            new BigInteger(digits.startsWith("+") ? digits.substring(1) : digits, base), a.at());
      } catch (NumberFormatException e) {
        Object real = number(digits);
        return real instanceof Double d && Double.isFinite(d)
            ? Numbers.small(new BigDecimal(d).toBigInteger(), a.at())
            : otherwise;
      }
    }
    if (value == null || !Numbers.isNumber(value)) {
      return otherwise;
    }
    if (Numbers.isWhole(value)) {
      return Numbers.small(Numbers.whole(value), a.at());
    }
    double real = Numbers.real(value);
    return Double.isFinite(real)
        ? Numbers.small(new BigDecimal(real).toBigInteger(), a.at())
        : otherwise;
  }

  private static @Nullable Object real(@Nullable Object value, Arguments a) {
    Object otherwise = a.get(0, "default", 0.0);
    if (value instanceof String text) {
      Object number = number(text.strip().replace("_", ""));
      return number == null ? otherwise : number;
    }
    return value != null && Numbers.isNumber(value) ? (Object) Numbers.real(value) : otherwise;
  }

  private static @Nullable Object number(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "inf", "+inf", "infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> {
        if (!text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")) {
          yield null;
        }
        yield Double.valueOf(text);
      }
    };
  }

  private static Object absolute(@Nullable Object value, Position at) {
    boolean negative = Values.compare(value, 0L, at) < 0;
    return negative ? Numbers.negative(value, at) : Numbers.plus(0L, value, at);
  }

  private static Object round(@Nullable Object value, Arguments a) {
    if (value == null || !Numbers.isNumber(value)) {
      throw a.at().error("round works on a number, not on " + Values.kind(value));
    }
    int digits = a.count(0, "precision", 0);
    RoundingMode mode =
        switch (PyText.str(a.get(1, "method", "common"), a.at())) {
          case "ceil" -> RoundingMode.CEILING;
          case "floor" -> RoundingMode.FLOOR;
          default -> RoundingMode.HALF_EVEN;
        };
    if (Numbers.isWhole(value) && digits >= 0 && mode == RoundingMode.HALF_EVEN) {
      return Numbers.small(Numbers.whole(value), a.at());
    }
    return new BigDecimal(Numbers.real(value))
        .setScale(Math.clamp(digits, -300, 300), mode)
        .doubleValue();
  }

  private static @Nullable Object attr(@Nullable Object value, Arguments a) {
    String name = PyText.str(a.required(0, "name"), a.at());
    return value instanceof Map<?, ?> map && MapMethods.get(map, name) == null
        ? new Undefined("attribute \"" + name + "\" of a mapping")
        : Access.attribute(value, name, a.at());
  }
}

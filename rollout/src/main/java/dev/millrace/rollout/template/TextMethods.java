package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Function.Arguments;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// The methods of a text, as Python's `str` has them.
final class TextMethods {
  private static final Map<String, Method> ALL =
      Map.ofEntries(
          Map.entry("encode", (text, a) -> refuse("encode", "templates have no bytes", a)),
          Map.entry("translate", (text, a) -> refuse("translate", "use replace", a)),
          Map.entry("expandtabs", (text, a) -> expanded(text, a)),
          Map.entry("upper", (text, _) -> text.toUpperCase(Locale.ROOT)),
          Map.entry("lower", (text, _) -> text.toLowerCase(Locale.ROOT)),
          Map.entry(
              "casefold", (text, _) -> text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT)),
          Map.entry("title", (text, _) -> TextCase.title(text)),
          Map.entry("capitalize", (text, _) -> TextCase.capitalize(text)),
          Map.entry("swapcase", (text, _) -> TextCase.swap(text)),
          Map.entry("strip", (text, a) -> Trims.both(text, characters(a))),
          Map.entry("lstrip", (text, a) -> Trims.left(text, characters(a))),
          Map.entry("rstrip", (text, a) -> Trims.right(text, characters(a))),
          Map.entry("startswith", (text, a) -> starts(text, a)),
          Map.entry("endswith", (text, a) -> ends(text, a)),
          Map.entry("split", (text, a) -> Splits.split(text, a)),
          Map.entry("rsplit", (text, a) -> Splits.rsplit(text, a)),
          Map.entry("splitlines", (text, a) -> Splits.lines(text, a.flag(0, "keepends", false), a)),
          Map.entry("partition", (text, a) -> Splits.partition(text, a, false)),
          Map.entry("rpartition", (text, a) -> Splits.partition(text, a, true)),
          Map.entry("replace", TextMethods::replace),
          Map.entry("join", TextMethods::join),
          Map.entry("format", (text, a) -> PyFormat.fields(text, a)),
          Map.entry("find", (text, a) -> found(text, first(text, a))),
          Map.entry("rfind", (text, a) -> found(text, last(text, a))),
          Map.entry("index", (text, a) -> mustFind(text, first(text, a), a)),
          Map.entry("rindex", (text, a) -> mustFind(text, last(text, a), a)),
          Map.entry("count", (text, a) -> count(text, a.text(0, "sub"), a)),
          Map.entry("removeprefix", TextMethods::removePrefix),
          Map.entry("removesuffix", TextMethods::removeSuffix),
          Map.entry("zfill", (text, a) -> PyFormat.zeros(text, width(a))),
          Map.entry("ljust", (text, a) -> PyFormat.pad(text, width(a), '<', fill(a))),
          Map.entry("rjust", (text, a) -> PyFormat.pad(text, width(a), '>', fill(a))),
          Map.entry("center", (text, a) -> PyFormat.pad(text, width(a), '^', fill(a))),
          Map.entry("isdigit", (text, _) -> all(text, Character::isDigit)),
          Map.entry("isdecimal", (text, _) -> all(text, Character::isDigit)),
          Map.entry("isnumeric", (text, _) -> all(text, Character::isDigit)),
          Map.entry("isalpha", (text, _) -> all(text, Character::isLetter)),
          Map.entry("isalnum", (text, _) -> all(text, Character::isLetterOrDigit)),
          Map.entry("isspace", (text, _) -> all(text, Trims::isSpace)),
          Map.entry("isupper", (text, _) -> TextCase.isUpper(text)),
          Map.entry("islower", (text, _) -> TextCase.isLower(text)),
          Map.entry("istitle", (text, _) -> TextCase.isTitle(text)));

  /// What they look at, and find, they count themselves.
  private static final Set<String> COUNTED =
      Set.of(
          "startswith",
          "endswith",
          "find",
          "rfind",
          "index",
          "rindex",
          "count",
          "partition",
          "rpartition",
          "split",
          "rsplit",
          "removeprefix",
          "removesuffix");

  private static final Map<String, Method> METHODS = new HashMap<>();

  static {
    ALL.forEach(
        (name, method) ->
            METHODS.put(name, COUNTED.contains(name) ? stepped(method) : counted(method)));
  }

  private TextMethods() {}

  private static Method stepped(Method method) {
    return (text, a) -> {
      a.run().step(a.at());
      return method.apply(text, a);
    };
  }

  private static Method counted(Method method) {
    return (text, a) -> {
      a.run().step(a.at());
      a.run().room(text.length(), a.at());
      return a.run().made(method.apply(text, a), a.at());
    };
  }

  private static Object refuse(String name, String reason, Arguments a) {
    throw a.at().error("the method \"" + name + "\" is not supported: " + reason);
  }

  /// A method of a text, with the text still to come.
  interface Method {
    @Nullable Object apply(String text, Arguments arguments);
  }

  static @Nullable Method find(String name) {
    return METHODS.get(name);
  }

  static @Nullable Function get(String text, String name) {
    Method method = METHODS.get(name);
    return method == null ? null : arguments -> method.apply(text, arguments);
  }

  /// What is to be cut off, or null for white space.
  static @Nullable String characters(Arguments arguments) {
    Object given = arguments.get(0, "chars", null);
    return given == null ? null : Filters.text(given, arguments);
  }

  private static boolean starts(String text, Arguments arguments) {
    return affix(text, arguments, String::startsWith);
  }

  private static boolean ends(String text, Arguments arguments) {
    return affix(text, arguments, String::endsWith);
  }

  private interface Affix {
    boolean of(String text, String part);
  }

  private static boolean affix(String text, Arguments arguments, Affix test) {
    Object given = arguments.required(0, "prefix");
    if (given instanceof Tuple several) {
      return several.stream().anyMatch(each -> affix(text, each, arguments, test));
    }
    return affix(text, given, arguments, test);
  }

  private static boolean affix(
      String text, @Nullable Object given, Arguments arguments, Affix test) {
    String part = PyText.asString(given, arguments.at());
    arguments.run().room(part.length(), arguments.at());
    return test.of(text, part);
  }

  static String replace(String text, Arguments arguments) {
    String old = arguments.text(0, "old");
    String with = arguments.text(1, "new");
    int most = arguments.count(2, "count", -1);
    int most2 = most < 0 ? Integer.MAX_VALUE : most;
    StringBuilder out = new StringBuilder();
    int at = 0;
    int done = 0;
    while (done < most2) {
      int next = at > text.length() ? -1 : Search.first(text, old, at, arguments);
      if (next < 0) {
        break;
      }
      out.append(text, at, next).append(with);
      at = next + old.length();
      if (old.isEmpty()) {
        if (next < text.length()) {
          int end = text.offsetByCodePoints(next, 1);
          out.append(text, next, end);
          at = end;
        } else {
          at = text.length() + 1;
        }
      }
      done++;
      Run.fits(out.length(), arguments.at());
    }
    return at <= text.length() ? out.append(text, at, text.length()).toString() : out.toString();
  }

  private static String join(String separator, Arguments arguments) {
    Position at = arguments.at();
    StringBuilder out = new StringBuilder();
    boolean first = true;
    for (Object item : ListFilters.items(arguments.required(0, "iterable"), arguments)) {
      out.append(first ? "" : separator).append(PyText.asString(item, at));
      first = false;
      Run.fits(out.length(), at);
    }
    return out.toString();
  }

  private static int first(String text, Arguments a) {
    return Search.first(text, a.text(0, "sub"), 0, a);
  }

  private static int last(String text, Arguments a) {
    return Search.last(text, a.text(0, "sub"), text.length(), a);
  }

  private static long found(String text, int at) {
    return at < 0 ? -1 : text.codePointCount(0, at);
  }

  private static long mustFind(String text, int at, Arguments arguments) {
    if (at < 0) {
      throw arguments.at().error("the text does not hold what is looked for");
    }
    return found(text, at);
  }

  private static long count(String text, String part, Arguments a) {
    if (part.isEmpty()) {
      return text.codePointCount(0, text.length()) + 1L;
    }
    long count = 0;
    for (int at = Search.first(text, part, 0, a);
        at >= 0;
        at = Search.first(text, part, at + part.length(), a)) {
      count++;
    }
    return count;
  }

  private static String removePrefix(String text, Arguments arguments) {
    String prefix = arguments.text(0, "prefix");
    return text.startsWith(prefix)
        ? arguments.run().made(text.substring(prefix.length()), arguments.at())
        : text;
  }

  private static String removeSuffix(String text, Arguments arguments) {
    String suffix = arguments.text(0, "suffix");
    return !suffix.isEmpty() && text.endsWith(suffix)
        ? arguments.run().made(text.substring(0, text.length() - suffix.length()), arguments.at())
        : text;
  }

  private static int width(Arguments arguments) {
    return width(arguments.required(0, "width"), arguments);
  }

  static int width(@Nullable Object given, Arguments arguments) {
    int width = Numbers.toInt(given, arguments.at());
    if (width > Run.MAX_ITEMS) {
      throw arguments.at().error("the width is more than " + Run.MAX_ITEMS);
    }
    return width;
  }

  private static char fill(Arguments arguments) {
    String fill = PyText.asString(arguments.get(1, "fillchar", " "), arguments.at());
    if (fill.length() != 1) {
      throw arguments.at().error("the fill is not one character");
    }
    return fill.charAt(0);
  }

  /// Tabs become spaces up to the next column that the size divides.
  private static String expanded(String text, Arguments a) {
    int size = width(a.get(0, "tabsize", 8L), a);
    StringBuilder out = new StringBuilder();
    int column = 0;
    for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      if (c == '\t') {
        int spaces = size <= 0 ? 0 : size - column % size;
        out.repeat(' ', spaces);
        column += spaces;
        Run.fits(out.length(), a.at());
      } else {
        out.appendCodePoint(c);
        column = c == '\n' || c == '\r' ? 0 : column + 1;
      }
    }
    return out.toString();
  }

  private static boolean all(String text, IntPredicate test) {
    return !text.isEmpty() && text.codePoints().allMatch(test);
  }
}

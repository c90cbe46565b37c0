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
          Map.entry("translate", TextMethods::translated),
          Map.entry("format_map", FieldFormat::ofMap),
          Map.entry("isascii", (text, _) -> text.codePoints().allMatch(c -> c < 0x80)),
          Map.entry("isprintable", (text, _) -> text.codePoints().allMatch(PyText::isPrintable)),
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
          Map.entry("startswith", TextFinds::starts),
          Map.entry("endswith", TextFinds::ends),
          Map.entry("split", (text, a) -> Splits.split(text, a)),
          Map.entry("rsplit", (text, a) -> Splits.rsplit(text, a)),
          Map.entry("splitlines", (text, a) -> Splits.lines(text, a.flag(0, "keepends", false), a)),
          Map.entry("partition", (text, a) -> Splits.partition(text, a, false)),
          Map.entry("rpartition", (text, a) -> Splits.partition(text, a, true)),
          Map.entry("replace", TextMethods::replace),
          Map.entry("join", TextMethods::join),
          Map.entry("format", (text, a) -> FieldFormat.of(text, a)),
          Map.entry("find", (text, a) -> TextFinds.found(text, a, false)),
          Map.entry("rfind", (text, a) -> TextFinds.found(text, a, true)),
          Map.entry("index", (text, a) -> TextFinds.mustFind(text, a, false)),
          Map.entry("rindex", (text, a) -> TextFinds.mustFind(text, a, true)),
          Map.entry("count", TextFinds::count),
          Map.entry("removeprefix", TextMethods::removePrefix),
          Map.entry("removesuffix", TextMethods::removeSuffix),
          Map.entry("zfill", (text, a) -> PyFormat.zeros(text, width(a))),
          Map.entry("ljust", (text, a) -> PyFormat.pad(text, width(a), "<", fill(a))),
          Map.entry("rjust", (text, a) -> PyFormat.pad(text, width(a), ">", fill(a))),
          Map.entry("center", (text, a) -> PyFormat.pad(text, width(a), "center", fill(a))),
          Map.entry("isdigit", (text, _) -> all(text, TextCase::isDigit)),
          Map.entry("isdecimal", (text, _) -> all(text, Character::isDigit)),
          Map.entry("isnumeric", (text, _) -> all(text, TextCase::isNumeric)),
          Map.entry("isalpha", (text, _) -> all(text, Character::isLetter)),
          Map.entry("isalnum", (text, _) -> all(text, TextCase::isAlphanumeric)),
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

  private static final Set<String> WITHOUT_ARGUMENTS =
      Set.of(
          "upper",
          "lower",
          "casefold",
          "title",
          "capitalize",
          "swapcase",
          "isascii",
          "isprintable",
          "isdigit",
          "isdecimal",
          "isnumeric",
          "isalpha",
          "isalnum",
          "isspace",
          "isupper",
          "islower",
          "istitle");

  private static final Map<String, Method> METHODS = new HashMap<>();

  static {
    ALL.forEach(
        (name, method) ->
            METHODS.put(
                name, checked(name, COUNTED.contains(name) ? stepped(method) : counted(method))));
  }

  private TextMethods() {}

  /// Most methods take values by place alone.
  private static Method checked(String name, Method method) {
    Set<String> known =
        switch (name) {
          case "split", "rsplit" -> Set.of("sep", "maxsplit");
          case "splitlines" -> Set.of("keepends");
          case "expandtabs" -> Set.of("tabsize");
          case "replace" -> Set.of("count");
          default -> Set.of();
        };
    boolean takesAny = name.equals("format");
    boolean takesNone = WITHOUT_ARGUMENTS.contains(name);
    return (text, a) -> {
      if (!takesAny && !known.containsAll(a.named().keySet())) {
        throw a.at().error("\"" + name + "\" takes no arguments named " + a.named().keySet());
      }
      if (takesNone && a.size() > 0) {
        throw a.at().error("\"" + name + "\" takes no arguments");
      }
      return method.apply(text, a);
    };
  }

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

  /// A mapping from the numbers of characters to what stands for them: a text, a number, or none.
  private static String translated(String text, Arguments a) {
    if (!(a.required(0, "table") instanceof Map<?, ?> table)) {
      throw a.at().error("translate takes a mapping");
    }
    StringBuilder out = new StringBuilder();
    for (int c : text.codePoints().toArray()) {
      Object with = table.containsKey((long) c) ? table.get((long) c) : Long.valueOf(c);
      if (with != null) {
        boolean isText = Markup.plain(with) instanceof String;
        out.append(
            isText
                ? PyText.str(with, a.at())
                : PyFormat.codePoint(Numbers.toInt(with, a.at()), a.at()));
      }
      Run.fits(out.length(), a.at());
    }
    return out.toString();
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

  private static String fill(Arguments arguments) {
    String fill = PyText.asString(arguments.get(1, "fillchar", " "), arguments.at());
    if (fill.codePointCount(0, fill.length()) != 1) {
      throw arguments.at().error("the fill is not one character");
    }
    return fill;
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

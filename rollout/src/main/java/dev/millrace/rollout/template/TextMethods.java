package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Function.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// The methods of a text, as Python's `str` has them.
final class TextMethods {
  private static final Map<String, Method> METHODS =
      Map.ofEntries(
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
          Map.entry("splitlines", (text, a) -> Splits.lines(text, a.flag(0, "keepends", false))),
          Map.entry("partition", (text, a) -> Splits.partition(text, a.text(0, "sep"), false)),
          Map.entry("rpartition", (text, a) -> Splits.partition(text, a.text(0, "sep"), true)),
          Map.entry("replace", TextMethods::replace),
          Map.entry("join", TextMethods::join),
          Map.entry("format", (text, a) -> PyFormat.fields(text, a)),
          Map.entry("find", (text, a) -> found(text, text.indexOf(a.text(0, "sub")))),
          Map.entry("rfind", (text, a) -> found(text, text.lastIndexOf(a.text(0, "sub")))),
          Map.entry("index", (text, a) -> mustFind(text, text.indexOf(a.text(0, "sub")), a)),
          Map.entry("rindex", (text, a) -> mustFind(text, text.lastIndexOf(a.text(0, "sub")), a)),
          Map.entry("count", (text, a) -> count(text, a.text(0, "sub"))),
          Map.entry("removeprefix", TextMethods::removePrefix),
          Map.entry("removesuffix", TextMethods::removeSuffix),
          Map.entry("zfill", (text, a) -> zeros(text, width(a))),
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

  private TextMethods() {}

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

  private static @Nullable String characters(Arguments arguments) {
    Object given = arguments.get(0, "chars", null);
    return given == null ? null : PyText.asString(given, arguments.at());
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
      return several.stream()
          .anyMatch(each -> test.of(text, PyText.asString(each, arguments.at())));
    }
    return test.of(text, PyText.asString(given, arguments.at()));
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
      int next = text.indexOf(old, at);
      if (next < 0 || (old.isEmpty() && at > text.length())) {
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
      if (out.length() > Run.MAX_CHARS) {
        throw arguments.at().error("a text has more than " + Run.MAX_CHARS + " characters");
      }
    }
    return at <= text.length() ? out.append(text, at, text.length()).toString() : out.toString();
  }

  private static String join(String separator, Arguments arguments) {
    Position at = arguments.at();
    StringBuilder out = new StringBuilder();
    boolean first = true;
    for (Object item : Values.items(arguments.required(0, "iterable"), at)) {
      out.append(first ? "" : separator).append(PyText.asString(item, at));
      first = false;
      if (out.length() > Run.MAX_CHARS) {
        throw at.error("a text has more than " + Run.MAX_CHARS + " characters");
      }
    }
    return out.toString();
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

  private static long count(String text, String part) {
    if (part.isEmpty()) {
      return text.codePointCount(0, text.length()) + 1L;
    }
    long count = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
      count++;
    }
    return count;
  }

  private static String removePrefix(String text, Arguments arguments) {
    String prefix = arguments.text(0, "prefix");
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }

  private static String removeSuffix(String text, Arguments arguments) {
    String suffix = arguments.text(0, "suffix");
    return !suffix.isEmpty() && text.endsWith(suffix)
        ? text.substring(0, text.length() - suffix.length())
        : text;
  }

  private static int width(Arguments arguments) {
    int width = Numbers.toInt(arguments.required(0, "width"), arguments.at());
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

  private static String zeros(String text, int width) {
    boolean signed = text.startsWith("-") || text.startsWith("+");
    int missing = Math.max(0, width - text.length());
    return (signed ? text.substring(0, 1) : "")
        + "0".repeat(missing)
        + (signed ? text.substring(1) : text);
  }

  private static boolean all(String text, IntPredicate test) {
    return !text.isEmpty() && text.codePoints().allMatch(test);
  }

  static List<String> characters(String text) {
    List<String> characters = new ArrayList<>();
    text.codePoints().forEach(c -> characters.add(Character.toString(c)));
    return characters;
  }
}

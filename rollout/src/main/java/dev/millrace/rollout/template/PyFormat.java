package dev.millrace.rollout.template;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Python's two ways to fill values into a text: `%` and `str.format`; the plain cases of each.
final class PyFormat {
  private static final Pattern PERCENT =
      Pattern.compile("%(?:\\((\\w++)\\))?+([-0+ ]*+)(\\d*+)(?:\\.(\\d++))?+([sdifrxXgeEuc%])|%");
  private static final Pattern FIELD =
      Pattern.compile("\\{\\{|}}|\\{([^{}:!]*+)(?:!([rs]))?+(?::([^{}]*+))?+}|[{}]");
  private static final Pattern SPEC =
      Pattern.compile("(?:(.)?([<>^]))?(0?)(\\d*)(,?)(?:\\.(\\d+))?([dfsxXbo%]?)");
  private static final int MAX_WIDTH = 10_000;

  private PyFormat() {}

  /// @param escapes whether the format is markup, so that the values are escaped
  static String percent(String format, @Nullable Object given, boolean escapes, Position at) {
    List<?> values = given instanceof Tuple tuple ? tuple : java.util.Arrays.asList(given);
    Matcher matcher = PERCENT.matcher(format);
    StringBuilder out = new StringBuilder();
    int next = 0;
    while (matcher.find()) {
      if (matcher.group(5) == null) {
        throw at.error("a format has a % that no known conversion follows; %% stands for one");
      }
      if (matcher.group(5).equals("%")) {
        matcher.appendReplacement(out, "%");
        continue;
      }
      Object value;
      if (matcher.group(1) != null) {
        value = given instanceof Map<?, ?> map ? map.get(matcher.group(1)) : null;
      } else if (next < values.size()) {
        value = values.get(next++);
      } else {
        throw at.error("a format needs more values than there are");
      }
      matcher.appendReplacement(out, "");
      out.append(one(matcher, value, escapes, at));
      Run.fits(out.length(), at);
    }
    if (next < values.size() && !(given instanceof Map)) {
      throw at.error("there are more values than the format takes");
    }
    return matcher.appendTail(out).toString();
  }

  private static String one(Matcher matcher, @Nullable Object value, boolean escapes, Position at) {
    String precision = matcher.group(4);
    String plain =
        switch (matcher.group(5)) {
          case "s" -> cut(escapes ? Markup.escaped(value, at) : PyText.str(value, at), precision);
          case "r" -> escapes ? Markup.escape(PyText.repr(value, at), at) : PyText.repr(value, at);
          case "d", "i", "u" -> number(value, "d", null, at);
          case "c" ->
              value instanceof String text ? text : Character.toString(Numbers.toInt(value, at));
          default -> number(value, matcher.group(5), precision, at);
        };
    int width = width(matcher.group(3), at);
    String flags = matcher.group(2);
    if (flags.contains("+") && !plain.startsWith("-")) {
      plain = "+" + plain;
    }
    if (flags.contains("-")) {
      return pad(plain, width, '<', ' ');
    }
    return flags.contains("0") ? zeros(plain, width) : pad(plain, width, '>', ' ');
  }

  static String fields(String format, Function.Arguments arguments) {
    Position at = arguments.at();
    Matcher matcher = FIELD.matcher(format);
    StringBuilder out = new StringBuilder();
    int next = 0;
    int numbers = 0;
    while (matcher.find()) {
      String text = matcher.group();
      if (text.equals("{{") || text.equals("}}")) {
        matcher.appendReplacement(out, "");
        out.append(text.charAt(0));
        continue;
      }
      if (text.length() == 1) {
        throw at.error("a format has a single " + text + "; doubled it stands for itself");
      }
      String name = matcher.group(1);
      boolean counted = name.isEmpty();
      boolean numbered = name.matches("\\d{1,9}");
      if (counted ? numbers > 0 : numbered && next > 0) {
        throw at.error("a format has fields with and without numbers");
      }
      numbers += numbered ? 1 : 0;
      Object value =
          counted
              ? arguments.required(next++, "a value for {}")
              : arguments.required(numbered ? Integer.parseInt(name) : Integer.MAX_VALUE, name);
      String spec = matcher.group(3) == null ? "" : matcher.group(3);
      String shown = "r".equals(matcher.group(2)) ? PyText.repr(value, at) : spec(value, spec, at);
      matcher.appendReplacement(out, "");
      out.append(shown);
      Run.fits(out.length(), at);
    }
    return matcher.appendTail(out).toString();
  }

  private static String spec(@Nullable Object value, String spec, Position at) {
    if (spec.isEmpty()) {
      return PyText.str(value, at);
    }
    Matcher matcher = SPEC.matcher(spec);
    if (!matcher.matches()) {
      throw at.error("the format \"" + spec + "\" is not known");
    }
    String type = matcher.group(7);
    boolean isNumber = Numbers.isNumber(value);
    String plain =
        (type.isEmpty() && matcher.group(6) == null) || !isNumber
            ? cut(PyText.str(value, at), matcher.group(6))
            : number(value, type.isEmpty() ? "g" : type, matcher.group(6), at);
    if (!matcher.group(5).isEmpty()) {
      plain = grouped(plain);
    }
    int width = width(matcher.group(4), at);
    String align = matcher.group(2);
    if (align == null) {
      return !matcher.group(3).isEmpty()
          ? zeros(plain, width)
          : pad(plain, width, isNumber ? '>' : '<', ' ');
    }
    char fill = matcher.group(1) == null ? ' ' : matcher.group(1).charAt(0);
    return pad(plain, width, align.charAt(0), fill);
  }

  /// Commas between thousands.
  private static String grouped(String number) {
    int start = number.startsWith("-") ? 1 : 0;
    int end = start;
    while (end < number.length() && Character.isDigit(number.charAt(end))) {
      end++;
    }
    StringBuilder out = new StringBuilder(number.substring(0, start));
    for (int i = start; i < end; i++) {
      out.append(i > start && (end - i) % 3 == 0 ? "," : "").append(number.charAt(i));
    }
    return out.append(number, end, number.length()).toString();
  }

  private static int width(String digits, Position at) {
    int width =
        digits.isEmpty() ? 0 : digits.length() > 6 ? MAX_WIDTH + 1 : Integer.parseInt(digits);
    if (width > MAX_WIDTH) {
      throw at.error("a field is wider than " + MAX_WIDTH);
    }
    return width;
  }

  private static String cut(String text, @Nullable String precision) {
    return precision == null || precision.length() > 6
        ? text
        : text.substring(0, Math.min(text.length(), Integer.parseInt(precision)));
  }

  private static String number(
      @Nullable Object value, String type, @Nullable String precision, Position at) {
    if (value == null || !Numbers.isNumber(value)) {
      throw at.error("expected a number to format, found " + Values.kind(value));
    }
    int digits = precision == null ? 6 : width(precision, at);
    return switch (type) {
      case "d" ->
          Numbers.isWhole(value)
              ? Numbers.whole(value).toString()
              : Long.toString((long) Numbers.real(value));
      case "x" -> Numbers.whole(value).toString(16);
      case "X" -> Numbers.whole(value).toString(16).toUpperCase(Locale.ROOT);
      case "b" -> Numbers.whole(value).toString(2);
      case "o" -> Numbers.whole(value).toString(8);
      case "%" -> fixed(100 * Numbers.real(value), digits) + "%";
      case "e", "E" -> String.format(Locale.ROOT, "%." + digits + type, Numbers.real(value));
      case "f" -> fixed(Numbers.real(value), digits);
      default -> PyText.number((Number) Numbers.real(value));
    };
  }

  /// So many digits after the point, the exact value rounded half to even, as C does.
  static String fixed(double value, int digits) {
    if (!Double.isFinite(value)) {
      return PyText.number(value);
    }
    String text = new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    return Double.compare(value, 0) < 0 && !text.startsWith("-") ? "-" + text : text;
  }

  static String zeros(String text, int width) {
    boolean signed = text.startsWith("-") || text.startsWith("+");
    String sign = signed ? text.substring(0, 1) : "";
    String rest = signed ? text.substring(1) : text;
    return sign + "0".repeat(Math.max(0, width - text.length())) + rest;
  }

  static String pad(String text, int width, char align, char fill) {
    int missing = Math.max(0, width - text.codePointCount(0, text.length()));
    String all = String.valueOf(fill).repeat(missing);
    // Python's str.center leaves the odd one on the left where the width is odd too.
    int left = missing - (missing / 2 + (missing & width & 1));
    return switch (align) {
      case '<' -> text + all;
      case '>' -> all + text;
      default -> all.substring(left) + text + all.substring(0, left);
    };
  }
}

package dev.millrace.rollout.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Filling values into a text with `%`, as Python does.
final class PyFormat {
  private static final Pattern PERCENT =
      Pattern.compile(
          "%(?:\\((\\w++)\\))?+([-#0+"
              + " ]*+)(\\*|\\d*+)(?:\\.(\\*|\\d*+))?+[hlL]?([sdifFrxXogGeEuca%])|%");

  private PyFormat() {}

  /// @param escapes whether the format is markup, so that the values are escaped
  static String percent(String format, @Nullable Object given, boolean escapes, Position at) {
    List<?> values = given instanceof Tuple tuple ? tuple : Arrays.asList(given);
    Iterator<?> next = values.iterator();
    Matcher matcher = PERCENT.matcher(format);
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      if (matcher.group(5) == null) {
        throw at.error("a format has a % that no known conversion follows; %% stands for one");
      }
      matcher.appendReplacement(out, "");
      if (matcher.group(5).equals("%")) {
        out.append('%');
        continue;
      }
      String width = size(matcher.group(3), next, at);
      String precision = matcher.group(4) == null ? null : size(matcher.group(4), next, at);
      Object value = matcher.group(1) == null ? next(next, at) : named(given, matcher.group(1), at);
      out.append(one(matcher, width, precision, value, escapes, at));
      Run.fits(out.length(), at);
    }
    boolean mayBeMore =
        given instanceof Map || (given instanceof List && !(given instanceof Tuple));
    if (next.hasNext() && !mayBeMore) {
      throw at.error("there are more values than the format takes");
    }
    return matcher.appendTail(out).toString();
  }

  private static @Nullable Object next(Iterator<?> values, Position at) {
    if (!values.hasNext()) {
      throw at.error("a format needs more values than there are");
    }
    return values.next();
  }

  private static @Nullable Object named(@Nullable Object given, String name, Position at) {
    if (!(given instanceof Map<?, ?> map) || !map.containsKey(name)) {
      throw at.error("a format needs a value \"" + name + "\"");
    }
    return map.get(name);
  }

  private static String size(String digits, Iterator<?> next, Position at) {
    return digits.equals("*") ? String.valueOf(Numbers.toInt(next(next, at), at)) : digits;
  }

  private static String one(
      Matcher matcher,
      String width,
      @Nullable String precision,
      @Nullable Object value,
      boolean escapes,
      Position at) {
    String flags = matcher.group(2);
    String type = matcher.group(5);
    boolean isLeft = flags.contains("-") || width.startsWith("-");
    int wide = FormatSpec.size(width.replace("-", ""), at);
    Integer places =
        precision == null
            ? null
            : precision.isEmpty() ? 0 : (Integer) FormatSpec.size(precision, at);
    if ("sra".contains(type)) {
      String text =
          switch (type) {
            case "s" -> escapes ? Markup.escaped(value, at) : PyText.str(value, at);
            case "r" -> PyText.repr(value, at);
            default -> PyText.ascii(PyText.repr(value, at));
          };
      text = escapes && !type.equals("s") ? Markup.escape(text, at) : text;
      return pad(cut(text, places), wide, isLeft ? "<" : ">", " ");
    }
    if (type.equals("c")) {
      return pad(character(value, at), wide, isLeft ? "<" : ">", " ");
    }
    String sign = flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
    boolean isZeroed = flags.contains("0") && !isLeft;
    String fill = isZeroed ? "0" : " ";
    String align = isLeft ? "<" : isZeroed ? "=" : ">";
    boolean isAlternate = flags.contains("#");
    boolean isReal = "fFeEgG".contains(type);
    if (value == null || !Numbers.isNumber(value)) {
      throw at.error("expected a number to format, found " + Values.kind(value));
    }
    if (isReal) {
      return new FormatSpec(fill, align, sign, isAlternate, wide, "", places, type)
          .of(Numbers.real(value), at);
    }
    return whole(
        value, new FormatSpec(fill, align, sign, isAlternate, wide, "", null, type), places, at);
  }

  private static String whole(
      Object value, FormatSpec spec, @Nullable Integer places, Position at) {
    boolean isDecimal = "diu".contains(spec.type());
    if (!isDecimal && !Numbers.isWhole(value)) {
      throw at.error("this format is for a whole number");
    }
    if (!Double.isFinite(Numbers.real(value)) && !Numbers.isWhole(value)) {
      throw at.error("this format is for a number that is not endless");
    }
    BigInteger whole =
        Numbers.isWhole(value)
            ? Numbers.whole(value)
            : new BigDecimal(Numbers.real(value)).toBigInteger();
    String type = isDecimal ? "d" : spec.type();
    FormatSpec plain = new FormatSpec("0", "=", spec.sign(), spec.isAlternate(), 0, "", null, type);
    String text = plain.of(whole, at);
    if (places != null) {
      int before = text.length() - whole.abs().toString(radix(type)).length();
      text =
          new FormatSpec("0", "=", spec.sign(), spec.isAlternate(), before + places, "", null, type)
              .of(whole, at);
    }
    return spec.align().equals("=")
        ? new FormatSpec(
                "0",
                "=",
                spec.sign(),
                spec.isAlternate(),
                Math.max(spec.width(), text.length()),
                "",
                null,
                type)
            .of(whole, at)
        : pad(text, spec.width(), spec.align(), " ");
  }

  private static int radix(String type) {
    return switch (type) {
      case "x", "X" -> 16;
      case "o" -> 8;
      default -> 10;
    };
  }

  private static String character(@Nullable Object value, Position at) {
    if (Markup.plain(value) instanceof String text) {
      if (text.codePointCount(0, text.length()) != 1) {
        throw at.error("%c takes one character");
      }
      return text;
    }
    return codePoint(Numbers.toInt(value, at), at);
  }

  static String codePoint(int code, Position at) {
    if (!Character.isValidCodePoint(code)) {
      throw at.error(code + " is the number of no character");
    }
    return Character.toString(code);
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

  static String pad(String text, int width, String align, String fill) {
    int missing = Math.max(0, width - text.codePointCount(0, text.length()));
    // Python's str.center leaves the odd one on the left where the width is odd too.
    int left =
        switch (align) {
          case "<" -> 0;
          case ">" -> missing;
          case "^" -> missing / 2;
          default -> missing / 2 + (missing & width & 1);
        };
    return fill.repeat(left) + text + fill.repeat(missing - left);
  }

  static String cut(String text, @Nullable Integer most) {
    return most == null || most >= text.codePointCount(0, text.length())
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most));
  }
}

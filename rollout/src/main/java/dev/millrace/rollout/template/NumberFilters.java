package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Filters.Filter;
import dev.millrace.rollout.template.Function.Arguments;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The filters over numbers, and those that make numbers of texts.
final class NumberFilters {
  static final Map<String, Filter> ALL =
      Map.of(
          "int", NumberFilters::whole,
          "float", NumberFilters::real,
          "abs", NumberFilters::absolute,
          "round", NumberFilters::round,
          "filesizeformat", NumberFilters::fileSize);

  /// As CPython: longer ones are no numbers to `int`.
  private static final int MAX_DIGITS = 4_300;

  private static final String PREFIXES = "kMGTPEZY";

  private NumberFilters() {}

  private static @Nullable Object whole(@Nullable Object value, Arguments a) {
    Object otherwise = a.get(0, "default", 0L);
    if (value instanceof Undefined undefined) {
      throw Values.undefined(undefined, a.at());
    }
    if (value instanceof String text) {
      a.run().room(text.length(), a.at());
      BigInteger whole = whole(text.strip(), a.count(1, "base", 10));
      if (whole != null) {
        return Numbers.small(whole, a.at());
      }
      // Jinja's quirk, so that "42.23"|int is 42.
      return whole(number(text), otherwise, a.at());
    }
    if (value == null || !Numbers.isNumber(value)) {
      return otherwise;
    }
    return Numbers.isWhole(value)
        ? Numbers.small(Numbers.whole(value), a.at())
        : whole(Numbers.real(value), otherwise, a.at());
  }

  private static @Nullable Object whole(
      @Nullable Double real, @Nullable Object otherwise, Position at) {
    return real == null || !Double.isFinite(real)
        ? otherwise
        : Numbers.small(new BigDecimal(real).toBigInteger(), at);
  }

  /// Python's `int(text, base)`, or null where that fails: a sign, `0x` and the like where the base
  /// is that or 0, digits with single underscores between.
  private static @Nullable BigInteger whole(String text, int base) {
    boolean signed = text.startsWith("-") || text.startsWith("+");
    String digits = signed ? text.substring(1) : text;
    int prefixed = prefix(digits);
    int radix = base == 0 ? Math.max(prefixed, 10) : base;
    if (radix < Character.MIN_RADIX || radix > Character.MAX_RADIX) {
      return null;
    }
    boolean hasPrefix = prefixed == radix && prefixed > 0;
    if (hasPrefix) {
      digits = digits.substring(digits.startsWith("_", 2) ? 3 : 2);
    }
    if (base == 0 && !hasPrefix && digits.startsWith("0") && !digits.matches("[0_]+")) {
      return null;
    }
    digits = withoutUnderscores(digits);
    boolean isNumber =
        !digits.isEmpty()
            && digits.length() <= MAX_DIGITS
            && digits.codePoints().allMatch(c -> Character.digit(c, radix) >= 0);
    return isNumber ? new BigInteger((text.startsWith("-") ? "-" : "") + digits, radix) : null;
  }

  private static int prefix(String digits) {
    if (digits.length() < 2 || digits.charAt(0) != '0') {
      return 0;
    }
    return switch (digits.charAt(1)) {
      case 'x', 'X' -> 16;
      case 'o', 'O' -> 8;
      case 'b', 'B' -> 2;
      default -> 0;
    };
  }

  /// Single ones between digits are left out; others are no digits, so they stay.
  private static String withoutUnderscores(String digits) {
    return digits.startsWith("_") || digits.endsWith("_") || digits.contains("__")
        ? digits
        : digits.replace("_", "");
  }

  private static @Nullable Object real(@Nullable Object value, Arguments a) {
    Object otherwise = a.get(0, "default", 0.0);
    if (value instanceof Undefined undefined) {
      throw Values.undefined(undefined, a.at());
    }
    if (value instanceof String text) {
      a.run().room(text.length(), a.at());
      Double number = number(text);
      return number == null ? otherwise : number;
    }
    return value != null && Numbers.isNumber(value) ? (Object) Numbers.real(value) : otherwise;
  }

  private static @Nullable Double number(String given) {
    String text = withoutUnderscores(given.strip());
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      case "nan", "+nan", "-nan" -> Double.NaN;
      default ->
          text.matches("[+-]?(?:\\d++\\.?\\d*+|\\.\\d++)(?:[eE][+-]?\\d++)?")
              ? Double.valueOf(text)
              : null;
    };
  }

  private static Object absolute(@Nullable Object value, Arguments a) {
    boolean negative = Values.compare(value, 0L, a.run(), a.at()) < 0;
    return negative ? Numbers.negative(value, a.at()) : Numbers.plus(0L, value, a.at());
  }

  private static Object round(@Nullable Object value, Arguments a) {
    if (value == null || !Numbers.isNumber(value)) {
      throw a.at().error("round works on a number, not on " + Values.kind(value));
    }
    int digits = a.count(0, "precision", 0);
    String method = PyText.str(a.get(1, "method", "common"), a.at());
    if (method.equals("common")) {
      return Numbers.isWhole(value)
          ? Numbers.small(rounded(Numbers.whole(value), digits), a.at())
          : (Object) rounded(Numbers.real(value), digits, RoundingMode.HALF_EVEN);
    }
    RoundingMode mode =
        switch (method) {
          case "ceil" -> RoundingMode.CEILING;
          case "floor" -> RoundingMode.FLOOR;
          default -> throw a.at().error("round: the method is common, ceil or floor");
        };
    // As Jinja does it, with what the product loses.
    Object power = Numbers.power(10L, (long) digits, a.at());
    Object raised = Numbers.times(value, power, a.at());
    if (!Numbers.isWhole(raised)) {
      double real = Numbers.real(raised);
      if (!Double.isFinite(real)) {
        throw a.at().error("round works on a number that is not endless");
      }
      raised = new BigDecimal(real).setScale(0, mode).toBigInteger();
    }
    return Numbers.divided(raised, power, a.at());
  }

  private static BigInteger rounded(BigInteger whole, int digits) {
    return digits >= 0
        ? whole
        : new BigDecimal(whole)
            .setScale(Math.max(digits, -MAX_DIGITS), RoundingMode.HALF_EVEN)
            .toBigInteger();
  }

  private static double rounded(double real, int digits, RoundingMode mode) {
    return Double.isFinite(real)
        ? Math.copySign(
            new BigDecimal(real).setScale(Math.clamp(digits, -400, 400), mode).doubleValue(), real)
        : real;
  }

  private static String fileSize(@Nullable Object value, Arguments a) {
    Object number = value instanceof String text ? number(text) : value;
    if (number == null || !Numbers.isNumber(number)) {
      throw a.at().error("filesizeformat works on a number, not on " + Values.kind(value));
    }
    double bytes = Numbers.real(number);
    boolean binary = a.flag(0, "binary", false);
    double base = binary ? 1024 : 1000;
    if (bytes == 1) {
      return "1 Byte";
    }
    if (bytes < base) {
      return (long) bytes + " Bytes";
    }
    int prefix = 0;
    while (prefix < PREFIXES.length() - 1 && bytes >= Math.pow(base, prefix + 2.0)) {
      prefix++;
    }
    String shown = PyFormat.fixed(base * bytes / Math.pow(base, prefix + 2.0), 1);
    String letter = PREFIXES.substring(prefix, prefix + 1);
    return shown + " " + (binary ? letter.toUpperCase(Locale.ROOT) + "iB" : letter + "B");
  }
}

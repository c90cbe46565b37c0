package dev.millrace.rollout.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How Python writes one value into a field: fill and align, sign, `#`, width, grouping, precision,
/// and type.
///
/// @param align how it stands in its width, or empty for what is usual; `0=` where only a zero
///     before the width says so
/// @param sign `+` or a space before numbers that are not negative, or empty
/// @param isAlternate whether whole numbers say their base
/// @param grouping what stands between thousands, or empty
/// @param type the conversion, or empty
record FormatSpec(
    String fill,
    String align,
    String sign,
    boolean isAlternate,
    int width,
    String grouping,
    @Nullable Integer precision,
    String type) {
  private static final Pattern SPEC =
      Pattern.compile(
          "(?:(.)?([<>^=]))?([-+ ]?)(#?)(0?)(\\d*)([,_]?)(?:\\.(\\d+))?([bcdeEfFgGnosxX%]?)",
          Pattern.DOTALL);
  private static final int MAX_WIDTH = 10_000;
  private static final int USUAL_PRECISION = 6;

  static FormatSpec parse(String spec, Position at) {
    Matcher matcher = SPEC.matcher(spec);
    if (!matcher.matches()) {
      throw at.error("the format \"" + spec + "\" is not known");
    }
    boolean isZeroed = !matcher.group(5).isEmpty();
    String type = matcher.group(9);
    String fill = matcher.group(1) == null ? (isZeroed ? "0" : " ") : matcher.group(1);
    String align = matcher.group(2) == null ? (isZeroed ? "0=" : "") : matcher.group(2);
    String precision = matcher.group(8);
    String refused = matcher.group(7).equals(",") ? "bcnosxX" : "cns";
    if (!matcher.group(7).isEmpty() && !type.isEmpty() && refused.contains(type)) {
      throw at.error("the format \"" + spec + "\" groups what has no thousands");
    }
    return new FormatSpec(
        fill,
        align,
        matcher.group(3),
        !matcher.group(4).isEmpty(),
        size(matcher.group(6), at),
        matcher.group(7),
        precision == null ? null : (Integer) size(precision, at),
        type);
  }

  /// A width or precision.
  static int size(String digits, Position at) {
    int size =
        digits.isEmpty() ? 0 : digits.length() > 6 ? MAX_WIDTH + 1 : Integer.parseInt(digits);
    if (size > MAX_WIDTH) {
      throw at.error("a field is wider than " + MAX_WIDTH);
    }
    return size;
  }

  String of(@Nullable Object value, Position at) {
    if (value instanceof Boolean && type.isEmpty()) {
      return whole(Numbers.whole(value), at);
    }
    if (value == null || !Numbers.isNumber(value)) {
      return text(value, at);
    }
    boolean isReal = !type.isEmpty() && "eEfFgG%".contains(type);
    return Numbers.isWhole(value) && !isReal
        ? whole(Numbers.whole(value), at)
        : real(Numbers.real(value), at);
  }

  private String text(@Nullable Object value, Position at) {
    boolean isKnown = value instanceof String || value instanceof Markup;
    boolean isPlain = sign.isEmpty() && !isAlternate && grouping.isEmpty() && !align.equals("=");
    if (!isKnown || !isPlain || !(type.isEmpty() || type.equals("s"))) {
      throw at.error("this format does not go with " + Values.kind(value));
    }
    String text = PyFormat.cut(PyText.str(value, at), precision);
    return PyFormat.pad(text, width, align.startsWith("0") || align.isEmpty() ? "<" : align, fill);
  }

  private String whole(BigInteger value, Position at) {
    if (precision != null || type.equals("s")) {
      throw at.error("this format does not go with a whole number");
    }
    int radix =
        switch (type) {
          case "x", "X" -> 16;
          case "o" -> 8;
          case "b" -> 2;
          default -> 10;
        };
    if (type.equals("c")) {
      return PyFormat.pad(
          PyFormat.codePoint(Numbers.toInt(value, at), at),
          width,
          align.isEmpty() ? ">" : align,
          fill);
    }
    String prefix = isAlternate && radix != 10 ? "0" + type : "";
    String digits = value.abs().toString(radix);
    digits = type.equals("X") ? digits.toUpperCase(Locale.ROOT) : digits;
    return padded(signOf(value.signum() < 0) + prefix, digits, radix == 10 ? 3 : 4, at);
  }

  private String real(double value, Position at) {
    if (!type.isEmpty() && !"eEfFgGn%".contains(type)) {
      throw at.error("this format does not go with a number that is not whole");
    }
    boolean isNegative = value < 0 || (value == 0 && 1 / value < 0);
    String digits = digits(Math.abs(value));
    return padded(signOf(isNegative), digits, 3, at);
  }

  private String digits(double value) {
    if (!Double.isFinite(value)) {
      String name = PyText.number(value);
      return "EFG".contains(type) && !type.isEmpty() ? name.toUpperCase(Locale.ROOT) : name;
    }
    int places = precision == null ? USUAL_PRECISION : precision;
    return switch (type) {
      case "f", "F" -> pointed(PyFormat.fixed(value, places));
      case "%" -> pointed(PyFormat.fixed(value * 100, places)) + "%";
      case "e" -> pointed(scientific(value, places));
      case "E" -> pointed(scientific(value, places)).toUpperCase(Locale.ROOT);
      case "g", "n" -> general(value, places, false);
      case "G" -> general(value, places, false).toUpperCase(Locale.ROOT);
      default -> precision == null ? PyText.number(value) : general(value, places, true);
    };
  }

  static String scientific(double value, int places) {
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(places + 1, RoundingMode.HALF_EVEN));
    String digits = rounded.unscaledValue().toString();
    int exponent = value == 0 ? 0 : digits.length() - 1 - rounded.scale();
    digits = (value == 0 ? "0" : digits) + "0".repeat(places + 1);
    String mantissa = digits.charAt(0) + (places == 0 ? "" : "." + digits.substring(1, places + 1));
    return mantissa + (exponent < 0 ? "e-%02d" : "e+%02d").formatted(Math.abs(exponent));
  }

  /// C's `%g`; Python's own form without a type keeps one digit after the point.
  private String general(double value, int places, boolean keepsPoint) {
    int digits = Math.max(1, places);
    String scientific = scientific(value, digits - 1);
    int at = scientific.indexOf('e');
    int exponent = Integer.parseInt(scientific.substring(at + 1));
    if (exponent < -4 || exponent >= (keepsPoint ? digits - 1 : digits)) {
      return shortened(pointed(scientific.substring(0, at))) + scientific.substring(at);
    }
    String fixed = pointed(PyFormat.fixed(value, Math.max(0, digits - 1 - exponent)));
    String shown = shortened(fixed);
    return keepsPoint && shown.indexOf('.') < 0 ? shown + ".0" : shown;
  }

  /// The alternate form has a point, also where nothing follows it.
  private String pointed(String digits) {
    if (!isAlternate || digits.indexOf('.') >= 0) {
      return digits;
    }
    int end = digits.indexOf('e');
    return end < 0 ? digits + "." : digits.substring(0, end) + "." + digits.substring(end);
  }

  private String shortened(String digits) {
    return isAlternate || digits.indexOf('.') < 0
        ? digits
        : digits.replaceFirst("0+$", "").replaceFirst("\\.$", "");
  }

  private String signOf(boolean isNegative) {
    return isNegative ? "-" : sign.equals("-") ? "" : sign;
  }

  private String grouped(String digits, int each) {
    if (grouping.isEmpty()) {
      return digits;
    }
    int end = wholeDigits(digits);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < end; i++) {
      out.append(i > 0 && (end - i) % each == 0 ? grouping : "").append(digits.charAt(i));
    }
    return out.append(digits, end, digits.length()).toString();
  }

  private int wholeDigits(String digits) {
    int radix = type.equalsIgnoreCase("x") ? 16 : 10;
    int end = 0;
    while (end < digits.length() && Character.digit(digits.charAt(end), radix) >= 0) {
      end++;
    }
    return end;
  }

  private String padded(String before, String digits, int each, Position at) {
    Run.fits(before.length() + (long) digits.length(), at);
    if (align.endsWith("=")) {
      return before
          + (fill.equals("0") ? zeroed(digits, before.length(), each) : filled(digits, before));
    }
    String all = before + grouped(digits, each);
    return PyFormat.pad(all, width, align.isEmpty() ? ">" : align, fill);
  }

  private String filled(String digits, String before) {
    String shown = grouped(digits, 3);
    return fill.repeat(Math.max(0, width - before.length() - shown.length())) + shown;
  }

  /// Zeros that fill a number are grouped with it.
  private String zeroed(String digits, int taken, int each) {
    int end = wholeDigits(digits);
    int room = width - taken - (digits.length() - end);
    int wide = grouping.isEmpty() ? room : room - Math.max(0, (room - 1) / (each + 1));
    return grouped("0".repeat(Math.max(0, wide - end)) + digits, each);
  }
}

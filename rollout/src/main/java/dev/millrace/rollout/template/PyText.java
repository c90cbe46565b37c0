package dev.millrace.rollout.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The text of values, as Python's `str` and `repr` write it.
final class PyText {
  private static final int MAX_DEPTH = 100;

  private PyText() {}

  /// `str(value)`: what an output tag writes.
  static String str(@Nullable Object value, Position at) {
    if (value instanceof String text) {
      return text;
    }
    return switch (value) {
      case Undefined _ -> "";
      case Markup(String text) -> text;
      case null, default -> repr(value, at);
    };
  }

  /// A value that has to be a text; what is undefined counts as an empty one.
  static String asString(@Nullable Object value, Position at) {
    if (Markup.plain(value) instanceof String text) {
      return text;
    }
    throw at.error("expected a string, found " + Values.kind(value));
  }

  static String repr(@Nullable Object value, Position at) {
    StringBuilder out = new StringBuilder();
    repr(value, out, 0, at);
    return out.toString();
  }

  private static void repr(@Nullable Object value, StringBuilder out, int depth, Position at) {
    if (depth > MAX_DEPTH) {
      throw at.error("the value is nested deeper than " + MAX_DEPTH);
    }
    Run.fits(out.length(), at);
    switch (value) {
      case null -> out.append("None");
      case Boolean flag -> out.append(flag ? "True" : "False");
      case String text -> quoted(text, out, at);
      case Markup(String text) -> {
        quoted(text, out.append("Markup("), at);
        out.append(')');
      }
      case Number number -> out.append(number(number));
      case Range range -> out.append(range);
      case Tuple tuple -> {
        items(tuple, "(", out, depth, at);
        out.append(tuple.size() == 1 ? ",)" : ")");
      }
      case View view -> {
        items(view, view.name() + "([", out, depth, at);
        out.append("])");
      }
      case Once _ -> throw at.error("a generator has no text; the filter list makes a list of it");
      case Collection<?> list -> {
        items(list, "[", out, depth, at);
        out.append(']');
      }
      case Map<?, ?> map -> entries(map, out, depth, at);
      case Undefined _ -> out.append("Undefined");
      case Namespace namespace -> {
        repr(namespace.attributes(), out.append("<Namespace "), depth + 1, at);
        out.append('>');
      }
      default -> out.append('<').append(Values.kind(value)).append('>');
    }
  }

  private static void items(
      Collection<?> items, String open, StringBuilder out, int depth, Position at) {
    String separator = open;
    for (Object item : items) {
      out.append(separator);
      repr(item, out, depth + 1, at);
      separator = ", ";
    }
    if (items.isEmpty()) {
      out.append(open);
    }
  }

  private static void entries(Map<?, ?> map, StringBuilder out, int depth, Position at) {
    out.append('{');
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator);
      repr(entry.getKey(), out, depth + 1, at);
      out.append(": ");
      repr(entry.getValue(), out, depth + 1, at);
      separator = ", ";
    }
    out.append('}');
  }

  private static void quoted(String text, StringBuilder out, Position at) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    out.append(quote);
    for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      escaped(c, quote, out);
      Run.fits(out.length(), at);
    }
    out.append(quote);
  }

  private static void escaped(int c, char quote, StringBuilder out) {
    switch (c) {
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (c == quote) {
          out.append('\\').append(quote);
        } else if (isPrintable(c)) {
          out.appendCodePoint(c);
        } else {
          hexadecimal(c, out);
        }
      }
    }
  }

  /// The same text with escapes for all that is not ASCII.
  static String ascii(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c < 0x80) {
                out.append((char) c);
              } else {
                hexadecimal(c, out);
              }
            });
    return out.toString();
  }

  private static void hexadecimal(int c, StringBuilder out) {
    if (c < 0x100) {
      hex(out.append("\\x"), c, 2);
    } else if (c < 0x10000) {
      hex(out.append("\\u"), c, 4);
    } else {
      hex(out.append("\\U"), c, 8);
    }
  }

  /// Writes so many hexadecimal digits.
  static void hex(StringBuilder out, int value, int digits) {
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      out.append(Character.forDigit((value >> shift) & 0xf, 16));
    }
  }

  static boolean isPrintable(int c) {
    return c == ' '
        || switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.PRIVATE_USE,
              Character.UNASSIGNED,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.SPACE_SEPARATOR ->
              false;
          default -> true;
        };
  }

  /// A number as Python's `repr` writes it.
  static String number(Number number) {
    if (!(number instanceof Double || number instanceof Float || number instanceof BigDecimal)) {
      return number.toString();
    }
    double value = number.doubleValue();
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    double size = Math.abs(value);
    if ((size >= 1e-3 && size < 1e7) || size == 0) {
      // Java's own form is the same here.
      return Double.toString(value);
    }
    BigDecimal shortest = shortest(value);
    if (size >= 1e-4 && size < 1e16) {
      String plain = shortest.toPlainString();
      return plain.contains(".") ? plain : plain + ".0";
    }
    return scientific(shortest);
  }

  /// The fewest digits that read back as the same. Java writes two where one would do.
  private static BigDecimal shortest(double value) {
    BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (digits.precision() == 2) {
      BigDecimal one = new BigDecimal(value).round(new MathContext(1));
      return one.doubleValue() == value ? one : digits;
    }
    return digits;
  }

  private static String scientific(BigDecimal number) {
    String digits = number.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - number.scale();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return (number.signum() < 0 ? "-" : "")
        + mantissa
        + (exponent < 0 ? "e-%02d" : "e+%02d").formatted(Math.abs(exponent));
  }
}

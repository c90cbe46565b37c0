package dev.millrace.rollout.template;

import java.math.BigDecimal;
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
    return value instanceof Undefined ? "" : repr(value, at);
  }

  /// A value that has to be a text; what is undefined counts as an empty one.
  static String asString(@Nullable Object value, Position at) {
    if (value instanceof String text) {
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
    if (out.length() > Run.MAX_CHARS) {
      throw at.error("a text has more than " + Run.MAX_CHARS + " characters");
    }
    switch (value) {
      case null -> out.append("None");
      case Boolean flag -> out.append(flag ? "True" : "False");
      case String text -> quoted(text, out);
      case Number number -> out.append(number(number));
      case Range range -> out.append(range);
      case Tuple tuple -> {
        items(tuple, "(", out, depth, at);
        out.append(tuple.size() == 1 ? ",)" : ")");
      }
      case Collection<?> list -> {
        items(list, "[", out, depth, at);
        out.append(']');
      }
      case Map<?, ?> map -> entries(map, out, depth, at);
      case Undefined _ -> out.append("Undefined");
      case Namespace _ -> out.append("<Namespace>");
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

  private static void quoted(String text, StringBuilder out) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    out.append(quote);
    text.codePoints().forEach(c -> escaped(c, quote, out));
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
        } else if (c < 0x100) {
          out.append("\\x%02x".formatted(c));
        } else {
          out.append((c < 0x10000 ? "\\u%04x" : "\\U%08x").formatted(c));
        }
      }
    }
  }

  private static boolean isPrintable(int c) {
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
    if (size == 0 || (size >= 1e-4 && size < 1e16)) {
      String plain = new BigDecimal(Double.toString(value)).toPlainString();
      String signed = value == 0 && 1 / value < 0 ? "-0.0" : plain;
      return signed.contains(".") ? signed : signed + ".0";
    }
    return scientific(Double.toString(value));
  }

  private static String scientific(String java) {
    int e = java.indexOf('E');
    String digits = java.substring(0, e);
    int exponent = Integer.parseInt(java.substring(e + 1));
    String mantissa = digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits;
    return mantissa + (exponent < 0 ? "e-%02d" : "e+%02d").formatted(Math.abs(exponent));
  }
}

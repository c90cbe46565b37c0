package dev.millrace.rollout.template;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes JSON exactly as Python's `json.dumps(value, ensure_ascii=False)` does, since that is what
/// models were shown: `", "` and `": "` between, keys in their order.
final class JsonText {
  private static final int MAX_DEPTH = 500;

  private final StringBuilder out = new StringBuilder();
  private final Position at;

  private JsonText(Position at) {
    this.at = at;
  }

  static String of(@Nullable Object value, Position at) {
    JsonText text = new JsonText(at);
    text.write(value, 0);
    return text.out.toString();
  }

  private void write(@Nullable Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw at.error("tojson: the value is nested deeper than " + MAX_DEPTH);
    }
    switch (value) {
      case null -> out.append("null");
      case String text -> string(text);
      case Boolean flag -> out.append(flag);
      case Number number -> out.append(number(number));
      case List<?> list -> list(list, depth);
      case Map<?, ?> map -> map(map, depth);
      case Undefined undefined -> throw Values.undefined(undefined, at);
      default -> throw at.error("tojson: cannot write " + Values.kind(value));
    }
  }

  private void list(List<?> list, int depth) {
    String separator = "[";
    for (Object item : list) {
      out.append(separator);
      write(item, depth + 1);
      separator = ", ";
    }
    out.append(list.isEmpty() ? "[]" : "]");
  }

  private void map(Map<?, ?> map, int depth) {
    String separator = "{";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator);
      string(String.valueOf(entry.getKey()));
      out.append(": ");
      write(entry.getValue(), depth + 1);
      separator = ", ";
    }
    out.append(map.isEmpty() ? "{}" : "}");
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < 0x20) {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /// A number as Python's `repr` writes it.
  static String number(Number number) {
    if (!(number instanceof Double || number instanceof Float || number instanceof BigDecimal)) {
      return number.toString();
    }
    double value = number.doubleValue();
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "Infinity" : "-Infinity";
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

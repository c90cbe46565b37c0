package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Function.Arguments;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Python's `str.format`: fields in braces, with attributes and items, whose forms may hold fields
/// themselves.
final class FieldFormat {
  private final String format;
  private final Arguments arguments;
  private final Position at;
  private int next;
  private boolean isCounted;
  private boolean isNumbered;

  private FieldFormat(String format, Arguments arguments) {
    this.format = format;
    this.arguments = arguments;
    this.at = arguments.at();
  }

  static String of(String format, Arguments arguments) {
    FieldFormat all = new FieldFormat(format, arguments);
    return all.filled(0, format.length(), 2);
  }

  /// `str.format_map`.
  static String ofMap(String text, Arguments a) {
    if (!(a.required(0, "mapping") instanceof Map<?, ?> map)) {
      throw a.at().error("format_map takes a mapping");
    }
    Map<String, @Nullable Object> named = new HashMap<>();
    map.forEach((name, value) -> named.put(String.valueOf(name), value));
    return of(text, new Arguments(List.of(), named, a.run(), a.at()));
  }

  /// @param depth how deep fields may lie within each other
  private String filled(int start, int end, int depth) {
    StringBuilder out = new StringBuilder();
    for (int i = start; i < end; i++) {
      char c = format.charAt(i);
      boolean isDoubled = i + 1 < end && format.charAt(i + 1) == c;
      if (c == '{' && !isDoubled && depth > 0) {
        int close = close(i + 1, end);
        out.append(field(i + 1, close, depth - 1));
        i = close;
      } else if ((c == '{' || c == '}') && !isDoubled) {
        throw at.error("a format has a single " + c + "; doubled it stands for itself");
      } else {
        out.append(c);
        i += c == '{' || c == '}' ? 1 : 0;
      }
      Run.fits(out.length(), at);
    }
    return out.toString();
  }

  private int close(int start, int end) {
    int open = 1;
    for (int i = start; i < end; i++) {
      open += format.charAt(i) == '{' ? 1 : format.charAt(i) == '}' ? -1 : 0;
      if (open == 0) {
        return i;
      }
    }
    throw at.error("a format has a single { that is never closed");
  }

  private String field(int start, int end, int depth) {
    int name = start;
    boolean inside = false;
    for (; name < end; name++) {
      char c = format.charAt(name);
      inside = c == '[' || (inside && c != ']');
      if (!inside && (c == '!' || c == ':')) {
        break;
      }
    }
    Object value = value(format.substring(start, name));
    int form = name;
    if (form < end && format.charAt(form) == '!') {
      value = converted(value, form + 1 < end ? format.charAt(form + 1) : ' ');
      form += 2;
      if (form < end && format.charAt(form) != ':') {
        throw at.error("a conversion has more than one letter");
      }
    }
    String spec = form < end ? filled(form + 1, end, depth) : "";
    return spec.isEmpty() ? PyText.str(value, at) : FormatSpec.parse(spec, at).of(value, at);
  }

  private String converted(@Nullable Object value, char conversion) {
    return switch (conversion) {
      case 's' -> PyText.str(value, at);
      case 'r' -> PyText.repr(value, at);
      case 'a' -> PyText.ascii(PyText.repr(value, at));
      default -> throw at.error("there is no conversion \"!" + conversion + "\"");
    };
  }

  private @Nullable Object value(String name) {
    int end = 0;
    while (end < name.length() && name.charAt(end) != '.' && name.charAt(end) != '[') {
      end++;
    }
    Object value = first(name.substring(0, end));
    while (end < name.length()) {
      int from = end + 1;
      if (name.charAt(end) == '[') {
        end = name.indexOf(']', from);
        if (end <= from) {
          throw at.error("a field has an item without a name");
        }
        value = item(value, name.substring(from, end));
        end++;
      } else {
        end = from;
        while (end < name.length() && name.charAt(end) != '.' && name.charAt(end) != '[') {
          end++;
        }
        value = Access.attribute(value, name.substring(from, end), at);
      }
    }
    return value;
  }

  private @Nullable Object item(@Nullable Object of, String key) {
    Object part = key.matches("\\d{1,9}") ? (Object) Long.valueOf(key) : key;
    return Access.item(of, part, arguments.run(), at);
  }

  private @Nullable Object first(String name) {
    boolean counts = name.isEmpty();
    boolean isNumber = name.matches("\\d{1,9}");
    isCounted |= counts;
    isNumbered |= isNumber;
    if (isCounted && isNumbered) {
      throw at.error("a format has fields with and without numbers");
    }
    return counts
        ? arguments.required(next++, "a value for {}")
        : arguments.required(isNumber ? Integer.parseInt(name) : Integer.MAX_VALUE, name);
  }
}

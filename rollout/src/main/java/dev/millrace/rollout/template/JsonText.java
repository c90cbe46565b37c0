package dev.millrace.rollout.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes JSON exactly as Python's `json.dumps` does, since that is what models were shown.
final class JsonText {
  private static final int MAX_DEPTH = 500;

  private static final boolean[] PLAIN = new boolean[0x7f];

  static {
    Arrays.fill(PLAIN, 0x20, PLAIN.length, true);
    PLAIN['"'] = false;
    PLAIN['\\'] = false;
  }

  private final StringBuilder out = new StringBuilder(256);
  private char[] characters = new char[128];
  private final Style style;
  private final boolean ascii;
  private final Run run;
  private final Position at;

  private JsonText(Style style, Function.Arguments a) {
    this.run = a.run();
    this.style = style;
    this.ascii = style.characters() == Style.Characters.ASCII;
    this.at = a.at();
  }

  /// The options of `json.dumps`.
  ///
  /// @param indent what each level is indented by, or null for everything on one line
  record Style(
      String itemSeparator,
      String keySeparator,
      @Nullable String indent,
      Characters characters,
      Keys keys) {
    static final Style PLAIN = new Style(", ", ": ", null, Characters.ALL, Keys.AS_GIVEN);

    enum Characters {
      ALL,
      ASCII
    }

    enum Keys {
      AS_GIVEN,
      SORTED
    }
  }

  static String of(@Nullable Object value, Style style, Function.Arguments a) {
    JsonText text = new JsonText(style, a);
    text.write(value, 0);
    return text.out.toString();
  }

  private void write(@Nullable Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw at.error("tojson: the value is nested deeper than " + MAX_DEPTH);
    }
    Run.fits(out.length(), at);
    if (value instanceof String text) {
      string(text);
      return;
    }
    switch (value) {
      case null -> out.append("null");
      case String text -> string(text);
      case Markup(String text) -> string(text);
      case Boolean flag -> out.append(flag);
      case Number number -> out.append(number(number));
      case View view -> throw at.error("tojson: cannot write " + view.name());
      case Range _ -> throw at.error("tojson: cannot write a range");
      case Collection<?> list -> list(list, depth);
      case Map<?, ?> map -> map(map, depth);
      case Undefined undefined -> throw Values.undefined(undefined, at);
      default -> throw at.error("tojson: cannot write " + Values.kind(value));
    }
  }

  private static String number(Number number) {
    String python = PyText.number(number);
    return switch (python) {
      case "nan" -> "NaN";
      case "inf" -> "Infinity";
      case "-inf" -> "-Infinity";
      default -> python;
    };
  }

  private void list(Collection<?> list, int depth) {
    if (list.isEmpty()) {
      out.append("[]");
      return;
    }
    out.append('[');
    boolean first = true;
    for (Object item : list) {
      separate(first, depth + 1);
      write(item, depth + 1);
      first = false;
    }
    line(depth);
    out.append(']');
  }

  private void map(Map<?, ?> map, int depth) {
    if (map.isEmpty()) {
      out.append("{}");
      return;
    }
    out.append('{');
    boolean first = true;
    if (style.keys() == Style.Keys.SORTED) {
      for (Object key : keys(map)) {
        entry(first, key, map.get(key), depth);
        first = false;
      }
    } else {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        entry(first, entry.getKey(), entry.getValue(), depth);
        first = false;
      }
    }
    line(depth);
    out.append('}');
  }

  private void entry(boolean first, @Nullable Object key, @Nullable Object value, int depth) {
    separate(first, depth + 1);
    string(key instanceof String text ? text : keyText(key));
    out.append(style.keySeparator());
    write(value, depth + 1);
  }

  private List<@Nullable Object> keys(Map<?, ?> map) {
    List<@Nullable Object> keys = new ArrayList<>(map.keySet());
    keys.sort((a, b) -> Values.compare(a, b, run, at));
    return keys;
  }

  private String keyText(@Nullable Object key) {
    return switch (key) {
      case null -> "null";
      case String text -> text;
      case Markup(String text) -> text;
      case Boolean flag -> flag.toString();
      case Number number -> number(number);
      default -> throw at.error("tojson: " + Values.kind(key) + " cannot be a key");
    };
  }

  private void separate(boolean first, int depth) {
    if (!first) {
      out.append(style.itemSeparator());
    }
    line(depth);
  }

  private void line(int depth) {
    if (style.indent() != null) {
      out.append('\n').repeat(style.indent(), depth);
    }
  }

  /// Runs without anything to escape are copied whole. Going through an array is what the quick
  /// compiler makes the fastest code of.
  private void string(String text) {
    int length = text.length();
    if (length > characters.length) {
      characters = new char[length];
    }
    char[] all = characters;
    text.getChars(0, length, all, 0);
    out.append('"');
    int from = 0;
    for (int i = 0; i < length; i++) {
      char c = all[i];
      if (c < PLAIN.length ? !PLAIN[c] : ascii) {
        out.append(all, from, i - from);
        Run.fits(out.length(), at);
        escape(c);
        from = i + 1;
      }
    }
    if (from == 0) {
      out.append(text);
    } else {
      out.append(all, from, length - from);
    }
    out.append('"');
  }

  private void escape(char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      default -> PyText.hex(out.append("\\u"), c, 4);
    }
  }
}

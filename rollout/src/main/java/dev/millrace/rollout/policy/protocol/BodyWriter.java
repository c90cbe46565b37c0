package dev.millrace.rollout.policy.protocol;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;

/// Writes a JSON object straight into text, so that prompts of 100,000 ids cost what their digits
/// cost. One thread.
public final class BodyWriter {
  private final StringBuilder text;
  private boolean first = true;

  public BodyWriter() {
    this(new StringBuilder(256));
  }

  private BodyWriter(StringBuilder text) {
    this.text = text.append('{');
  }

  public BodyWriter put(String name, int[] values) {
    name(name).append('[');
    text.ensureCapacity(text.length() + 7 * values.length);
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        text.append(',');
      }
      text.append(values[i]);
    }
    text.append(']');
    return this;
  }

  public BodyWriter put(String name, long value) {
    name(name).append(value);
    return this;
  }

  public BodyWriter put(String name, double value) {
    name(name).append(value);
    return this;
  }

  public BodyWriter flag(String name, boolean value) {
    name(name).append(value);
    return this;
  }

  public BodyWriter put(String name, String value) {
    quote(name(name), value);
    return this;
  }

  public BodyWriter put(String name, List<String> values) {
    name(name).append('[');
    for (int i = 0; i < values.size(); i++) {
      quote(i > 0 ? text.append(',') : text, values.get(i));
    }
    text.append(']');
    return this;
  }

  /// @param json written as it is
  public BodyWriter raw(String name, String json) {
    name(name).append(json);
    return this;
  }

  /// An object inside this one; end it before going on here.
  public BodyWriter object(String name) {
    name(name);
    return new BodyWriter(text);
  }

  /// Closes the object.
  public String end() {
    return text.append('}').toString();
  }

  /// Closes an object inside another.
  public void close() {
    text.append('}');
  }

  private StringBuilder name(String name) {
    if (!first) {
      text.append(',');
    }
    first = false;
    return quote(text, name).append(':');
  }

  private static StringBuilder quote(StringBuilder to, String value) {
    to.append('"');
    JsonStringEncoder.getInstance().quoteAsString(value, to);
    return to.append('"');
  }
}

package dev.millrace.rollout.markup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A GLM call: its name, then each argument's key and value in tags, with or without newlines.
final class GlmCall extends BlockPart {
  private static final String KEY = "<arg_key>";
  private static final String KEY_END = "</arg_key>";
  private static final String VALUE = "<arg_value>";
  private static final String VALUE_END = "</arg_value>";
  private static final String CLOSE = "</tool_call>";

  private final ArgumentTypes types;
  private final Arguments arguments = new Arguments();
  private State state = State.NAME;
  private String name = "";
  private String key = "";
  private int from;
  private @Nullable ValueEnd end;

  private enum State {
    NAME,
    BETWEEN,
    KEY,
    BEFORE_VALUE,
    VALUE
  }

  GlmCall(ArgumentTypes types, Part then) {
    super(CLOSE, then);
    this.types = types;
  }

  @Override
  Progress piece(Cursor in, TurnBuilder out) {
    return switch (state) {
      case NAME -> name(in);
      case BETWEEN -> between(in, out);
      case KEY -> key(in);
      case BEFORE_VALUE -> beforeValue(in);
      case VALUE -> value(in);
    };
  }

  private Progress name(Cursor in) {
    Cursor.Found found = in.find(List.of(KEY, CLOSE), at);
    at = found.at();
    if (found.marker().isEmpty()) {
      return waits(in, CLOSE);
    }
    name = in.peek(0, at).strip();
    state = State.BETWEEN;
    return name.matches("[^\\s<>{}\"]+") ? Progress.ON : broken("the call has no name");
  }

  private Progress between(Cursor in, TurnBuilder out) {
    Progress there = expect(in, List.of(KEY, CLOSE));
    if (there != Progress.OVER) {
      return there;
    }
    if (in.match(KEY, at) == Cursor.Match.YES) {
      at += KEY.length();
      from = at;
      state = State.KEY;
      return Progress.ON;
    }
    String problem = arguments.problem();
    if (problem != null) {
      return broken(problem);
    }
    in.skip(at + CLOSE.length());
    out.call(name, arguments.json());
    return Progress.OVER;
  }

  /// @return OVER where one of them stands there
  private Progress expect(Cursor in, List<String> markers) {
    at = in.afterSpaces(at);
    String marker = in.markerAt(markers, at);
    if (marker == null && at < in.length()) {
      return broken("expected " + String.join(" or ", markers) + " in the call");
    }
    return marker == null || marker.isEmpty() ? waits(in, CLOSE) : Progress.OVER;
  }

  private Progress key(Cursor in) {
    Cursor.Found found = in.find(List.of(KEY_END, CLOSE), at);
    at = found.at();
    if (found.marker().isEmpty()) {
      return waits(in, KEY_END);
    }
    if (found.marker().equals(CLOSE)) {
      return broken("expected " + KEY_END + " in the call");
    }
    key = in.peek(from, at).strip();
    at += KEY_END.length();
    state = State.BEFORE_VALUE;
    return Progress.ON;
  }

  private Progress beforeValue(Cursor in) {
    Progress there = expect(in, List.of(VALUE));
    if (there == Progress.OVER) {
      at += VALUE.length();
      from = at;
      end = new ValueEnd(VALUE_END, List.of(KEY, CLOSE), at);
      state = State.VALUE;
      return Progress.ON;
    }
    return there;
  }

  private Progress value(Cursor in) {
    ValueEnd.End found = end == null ? null : end.find(in);
    if (found == null) {
      at = in.isOver() ? in.length() : at;
      return waits(in, VALUE_END + " of " + key);
    }
    arguments.put(key, types.json(name, key, in.peek(from, found.at())));
    at = found.behind();
    state = State.BETWEEN;
    return Progress.ON;
  }
}

package dev.millrace.rollout.markup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A DeepSeek call: `function`, its name and JSON in a code fence (V3, R1), or its name and JSON
/// (V3.1).
final class DeepSeekCall implements Part {
  static final String OPEN = "<｜tool▁call▁begin｜>";
  static final String SEPARATOR = "<｜tool▁sep｜>";
  static final String CLOSE = "<｜tool▁call▁end｜>";
  static final String FENCE = "\n```json\n";
  static final String FENCE_END = "```";

  private final Part then;
  private @Nullable String head;
  private @Nullable String name;
  private @Nullable Body body;
  private int searched;

  DeepSeekCall(Part then) {
    this.then = then;
  }

  @Override
  public @Nullable Part read(Cursor in, TurnBuilder out) {
    if (head == null) {
      Cursor.Found found = in.find(List.of(SEPARATOR, CLOSE), searched);
      searched = found.at();
      if (!found.marker().equals(SEPARATOR)) {
        return found.marker().isEmpty() && !in.isOver() ? null : broken(found, in, out);
      }
      head = in.take(searched).strip();
      in.skip(SEPARATOR.length());
      searched = 0;
    }
    if (name == null && !named(in, head)) {
      return in.isOver() ? broken(in.find(List.of(CLOSE), 0), in, out) : null;
    }
    Body.Span span = body == null ? null : body.read(in);
    return span == null ? null : called(span, in, out);
  }

  private Part broken(Cursor.Found found, Cursor in, TurnBuilder out) {
    String raw = (head == null ? "" : head + SEPARATOR) + in.take(found.at());
    out.malformed("", raw, "expected a name, " + SEPARATOR + " and JSON in the call");
    in.skip(found.marker().length());
    return then;
  }

  /// @return false when more text is needed
  private boolean named(Cursor in, String written) {
    int first = in.afterSpaces(0);
    if (first == in.length()) {
      return false;
    }
    boolean isFenced = in.at(first) != '{';
    if (!isFenced) {
      name = written;
      body = Body.json("{", CLOSE);
      return true;
    }
    Cursor.Found found = in.find(List.of(FENCE, CLOSE), searched);
    searched = found.at();
    if (!found.marker().equals(FENCE)) {
      return fallen(found);
    }
    name = in.take(searched).strip();
    in.skip(FENCE.length());
    body = Body.json("{", FENCE_END + CLOSE, CLOSE);
    return true;
  }

  private boolean fallen(Cursor.Found found) {
    if (found.marker().isEmpty()) {
      return false;
    }
    name = "";
    body = Body.json("", CLOSE);
    return true;
  }

  private Part called(Body.Span span, Cursor in, TurnBuilder out) {
    in.skip(span.end());
    String called = name == null ? "" : name;
    CallJson call = CallJson.arguments(called, span.text());
    if (!span.isClosed()) {
      out.malformed(called, span.text(), "the call is never closed: " + CLOSE + " is missing");
    } else if (called.isEmpty()) {
      out.malformed("", span.text(), "the call has no name");
    } else if (call.problem() != null) {
      out.malformed(called, span.text(), call.problem());
    } else {
      out.call(called, span.text());
    }
    return then;
  }
}

package dev.millrace.rollout.markup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A call as one JSON object between two tags.
final class TagCall implements Part {
  private final String close;
  private final Part then;
  private final Body body;

  TagCall(String close, Part then) {
    this.close = close;
    this.then = then;
    this.body = Body.json("{", close);
  }

  @Override
  public @Nullable Part read(Cursor in, TurnBuilder out) {
    Body.Span span = body.read(in);
    if (span == null) {
      return null;
    }
    CallJson call = CallJson.read(span.text(), "name", List.of("arguments"));
    in.skip(span.end());
    if (!span.isClosed()) {
      out.malformed("", span.text(), "the call is never closed: " + close + " is missing");
    } else if (call.problem() != null) {
      out.malformed(call.name(), call.arguments(), call.problem());
    } else {
      out.call(call.name(), call.arguments());
    }
    return then;
  }
}

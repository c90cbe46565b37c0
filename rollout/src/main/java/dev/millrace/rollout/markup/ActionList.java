package dev.millrace.rollout.markup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Calls as a JSON array.
final class ActionList implements Part {
  private final Fields fields;
  private final Part then;
  private final Body body;
  private final @Nullable String close;

  /// Under which names each call holds what.
  record Fields(String name, String arguments) {}

  /// @param close what must follow the array; null when nothing must
  ActionList(Fields fields, @Nullable String close, Part then) {
    this.fields = fields;
    this.then = then;
    this.close = close;
    this.body =
        close == null ? new Body("[{", List.of(), false, Brackets.json()) : Body.json("[{", close);
  }

  @Override
  public @Nullable Part read(Cursor in, TurnBuilder out) {
    Body.Span span = body.read(in);
    if (span == null) {
      return null;
    }
    in.skip(span.end());
    if (close != null && !span.isClosed()) {
      out.malformed("", span.text(), "the calls are never closed: " + close + " is missing");
    } else {
      called(span.text(), out);
    }
    return then;
  }

  private void called(String text, TurnBuilder out) {
    List<String> elements = text.startsWith("{") ? List.of(text) : CallJson.elements(text);
    if (elements == null) {
      out.malformed("", text, "the calls are not a JSON array");
      return;
    }
    for (String element : elements) {
      CallJson call = CallJson.read(element, fields.name(), List.of(fields.arguments()));
      if (call.problem() == null) {
        out.call(call.name(), call.arguments());
      } else {
        out.malformed(call.name(), call.arguments(), call.problem());
      }
    }
  }
}

package dev.millrace.rollout.markup;

import org.jspecify.annotations.Nullable;

/// What follows Llama's `<|python_tag|>`, to the end of the turn: JSON, or `NAME.call(…)` of a tool
/// that is built in.
final class PythonTag implements Part {
  private static final String CALL = ".call";

  private final Part json;
  private int at;

  PythonTag(Part json) {
    this.json = json;
  }

  @Override
  public @Nullable Part read(Cursor in, TurnBuilder out) {
    at = in.afterSpaces(at);
    if (at < in.length() && in.at(at) == '{') {
      return json;
    }
    if (!in.isOver()) {
      return null;
    }
    String code = in.take(in.length());
    try {
      PythonCalls.Call call = PythonCalls.single(code);
      if (call.name().endsWith(CALL)) {
        String name = call.name().substring(0, call.name().length() - CALL.length());
        out.call(name, call.argumentsJson());
        return json;
      }
      out.malformed("", code, "code is not a call: expected JSON or NAME.call(…)");
    } catch (PythonLiteral.WrongLiteral e) {
      out.malformed("", code, "code is not a call: " + e.getMessage());
    }
    return json;
  }
}

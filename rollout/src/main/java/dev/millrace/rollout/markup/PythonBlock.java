package dev.millrace.rollout.markup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A list of calls in the form of Python, between markers or bare at the begin of a turn.
final class PythonBlock implements Part {
  private final List<String> close;
  private final Part then;
  private final Body body;

  private PythonBlock(List<String> close, Part then) {
    this.close = close;
    this.then = then;
    this.body = new Body("[", close, !close.isEmpty(), Brackets.python());
  }

  static PythonBlock marked(String close, Part then) {
    return new PythonBlock(List.of(close), then);
  }

  static PythonBlock bare(Part then) {
    return new PythonBlock(List.of(), then);
  }

  @Override
  public @Nullable Part read(Cursor in, TurnBuilder out) {
    Body.Span span = body.read(in);
    if (span == null) {
      return null;
    }
    in.skip(span.end());
    if (!close.isEmpty() && !span.isClosed()) {
      String missing = close.getFirst() + " is missing";
      out.malformed("", span.text(), "the calls are never closed: " + missing);
      return then;
    }
    try {
      PythonCalls.list(span.text()).forEach(call -> out.call(call.name(), call.argumentsJson()));
    } catch (PythonLiteral.WrongLiteral e) {
      out.malformed("", span.text(), "the calls are not Python calls: " + e.getMessage());
    }
    return then;
  }

  /// The begin of a turn: a bare list of calls, or text.
  static final class Start implements Part {
    private final Part then;
    private int at;

    Start(Part then) {
      this.then = then;
    }

    @Override
    public @Nullable Part read(Cursor in, TurnBuilder out) {
      if (at == 0) {
        int from = in.afterSpaces(0);
        if (from == in.length() || in.at(from) != '[') {
          return from == in.length() && !in.isOver() ? null : then;
        }
        at = from + 1;
      }
      while (at < in.length() && PythonCalls.isInName(in.at(at))) {
        at++;
      }
      if (at == in.length() && !in.isOver()) {
        return null;
      }
      boolean isCall = at < in.length() && in.at(at) == '(' && at > in.afterSpaces(0) + 1;
      return isCall ? bare(then) : then;
    }
  }
}

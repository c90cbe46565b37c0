package dev.millrace.rollout.markup;

import dev.millrace.rollout.markup.PythonLiteral.WrongLiteral;
import java.util.ArrayList;
import java.util.List;

/// Calls in the form of Python: `[f(a=1, b="x"), g()]`.
final class PythonCalls {
  private final String text;
  private final List<Call> calls = new ArrayList<>();
  private int at;

  record Call(String name, String argumentsJson) {}

  private PythonCalls(String text) {
    this.text = text;
  }

  /// Reads a list of calls.
  static List<Call> list(String text) throws WrongLiteral {
    PythonCalls python = new PythonCalls(text);
    PythonLiteral start = new PythonLiteral(text, 0);
    start.spaces();
    start.expect('[');
    python.at = start.at();
    python.calls();
    return python.calls;
  }

  /// Reads one call.
  static Call single(String text) throws WrongLiteral {
    PythonCalls python = new PythonCalls(text);
    python.call();
    PythonLiteral end = new PythonLiteral(text, python.at);
    end.spaces();
    if (end.at() < text.length()) {
      throw end.wrong("nothing after the call");
    }
    return python.calls.getFirst();
  }

  private void calls() throws WrongLiteral {
    while (true) {
      PythonLiteral next = spaced();
      if (next.peek() == ']') {
        break;
      }
      call();
      next = spaced();
      if (next.peek() != ']') {
        next.expect(',');
        at = next.at();
      }
    }
    at++;
    if (spaced().at() < text.length()) {
      throw spaced().wrong("nothing after the list");
    }
  }

  private PythonLiteral spaced() {
    PythonLiteral next = new PythonLiteral(text, at);
    next.spaces();
    at = next.at();
    return next;
  }

  private String name() throws WrongLiteral {
    spaced();
    int from = at;
    while (at < text.length() && isInName(text.charAt(at))) {
      at++;
    }
    if (at == from) {
      throw new PythonLiteral(text, at).wrong("a name");
    }
    return text.substring(from, at);
  }

  static boolean isInName(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-';
  }

  private void call() throws WrongLiteral {
    String name = name();
    Arguments arguments = new Arguments();
    PythonLiteral next = spaced();
    next.expect('(');
    at = next.at();
    while (spaced().peek() != ')') {
      argument(arguments);
      next = spaced();
      if (next.peek() != ')') {
        next.expect(',');
        at = next.at();
      }
    }
    at++;
    String problem = arguments.problem();
    if (problem != null) {
      throw new WrongLiteral(problem);
    }
    calls.add(new Call(name, arguments.json()));
  }

  private void argument(Arguments arguments) throws WrongLiteral {
    String name = name();
    PythonLiteral value = spaced();
    value.expect('=');
    value.value(0);
    at = value.at();
    arguments.put(name, value.json());
  }
}

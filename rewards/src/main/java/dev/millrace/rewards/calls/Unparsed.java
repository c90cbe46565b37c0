package dev.millrace.rewards.calls;

import java.util.List;

/// Writes tokens as Python writes a syntax tree out again: one space around operators and behind
/// commas, strings in single quotes.
final class Unparsed {
  private Unparsed() {}

  static String text(List<PythonToken> tokens) {
    StringBuilder text = new StringBuilder();
    for (PythonToken token : tokens) {
      switch (token) {
        case PythonToken.Name(String name) -> text.append(name);
        case PythonToken.Literal(Value value) -> text.append(literal(value));
        case PythonToken.Operator(String operator) ->
            text.append(
                switch (operator) {
                  case ",", ":" -> operator + " ";
                  case "+", "-", "*", "/", "//", "%", "**" -> " " + operator + " ";
                  default -> operator;
                });
        case PythonToken.End _ -> {}
      }
    }
    return text.toString();
  }

  private static String literal(Value value) {
    return switch (value) {
      case Value.Text(String text) -> "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
      case Value.Whole(var number) -> number.toString();
      case Value.Fraction(double number) -> Double.toString(number);
      default -> value.type();
    };
  }
}

package dev.millrace.rewards.answer;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;

/// A real-valued expression.
sealed interface Expression {
  record Constant(double value) implements Expression {}

  record Variable(String name) implements Expression {}

  record Binary(char operator, Expression left, Expression right) implements Expression {}

  record Call(String name, DoubleUnaryOperator function, Expression argument)
      implements Expression {}

  /// The value at a point; NaN or infinite where there is none.
  default double value(Map<String, Double> point) {
    return switch (this) {
      case Constant(double value) -> value;
      case Variable(String name) -> point.getOrDefault(name, Double.NaN);
      case Call(_, DoubleUnaryOperator function, Expression argument) ->
          function.applyAsDouble(argument.value(point));
      case Binary(char operator, Expression left, Expression right) ->
          apply(operator, left.value(point), right.value(point));
    };
  }

  default Set<String> variables() {
    return switch (this) {
      case Constant _ -> Set.of();
      case Variable(String name) -> Set.of(name);
      case Call(_, _, Expression argument) -> argument.variables();
      case Binary(_, Expression left, Expression right) -> {
        Set<String> names = new TreeSet<>(left.variables());
        names.addAll(right.variables());
        yield names;
      }
    };
  }

  private static double apply(char operator, double left, double right) {
    return switch (operator) {
      case '+' -> left + right;
      case '-' -> left - right;
      case '*' -> left * right;
      case '/' -> left / right;
      case '^' -> Math.pow(left, right);
      default -> throw new IllegalStateException("no operator " + operator);
    };
  }
}

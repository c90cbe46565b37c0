package dev.millrace.rewards.answer.math;

import dev.millrace.rewards.answer.expression.Expression;
import dev.millrace.rewards.answer.expression.Expression.Binary;
import dev.millrace.rewards.answer.expression.Expression.Operator;
import dev.millrace.rewards.answer.expression.Function;
import dev.millrace.rewards.answer.expression.Rational;
import dev.millrace.rewards.answer.expression.Real;

/// Writes expressions out, for tests that read them back.
final class Written {
  private Written() {}

  static String plain(Expression expression) {
    return switch (expression) {
      case Expression.Constant(Real.Exact(Rational value)) -> value.numerator().toString();
      case Expression.Constant(Real.Inexact(double value)) -> Double.toString(value);
      case Expression.Variable(String name) -> name;
      case Expression.Call(Function function, var arguments) ->
          function.name().toLowerCase(java.util.Locale.ROOT)
              + "("
              + plain(arguments.getFirst())
              + ")";
      case Binary(Operator operator, Expression left, Expression right) ->
          "(" + plain(left) + ")" + sign(operator) + "(" + plain(right) + ")";
    };
  }

  static String latex(Expression expression) {
    return switch (expression) {
      case Expression.Variable(String name) -> name.replaceAll("_(.*)", "_{$1}");
      case Binary binary -> latex(binary);
      default -> plain(expression);
    };
  }

  private static String latex(Binary binary) {
    String left = latex(binary.left());
    String right = latex(binary.right());
    return switch (binary.operator()) {
      // A fraction of two numbers is read as one number, so it is not written as one.
      case OVER -> "\\left(" + left + "\\right) \\div {" + right + "}";
      case POWER -> "\\left(" + left + "\\right)^{" + right + "}";
      case TIMES -> "\\left(" + left + "\\right) \\cdot {" + right + "}";
      case PLUS, MINUS ->
          "{" + left + "}" + sign(binary.operator()) + "\\left(" + right + "\\right)";
    };
  }

  private static char sign(Operator operator) {
    return switch (operator) {
      case PLUS -> '+';
      case MINUS -> '-';
      case TIMES -> '*';
      case OVER -> '/';
      case POWER -> '^';
    };
  }
}

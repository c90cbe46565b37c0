package dev.millrace.rewards.answer.expression;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// A real-valued expression.
public sealed interface Expression {
  record Constant(Real value) implements Expression {}

  record Variable(String name) implements Expression {}

  record Binary(Operator operator, Expression left, Expression right) implements Expression {}

  record Call(Function function, List<Expression> arguments) implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /// What joins two expressions.
  enum Operator {
    PLUS,
    MINUS,
    TIMES,
    OVER,
    POWER
  }

  static Expression of(Rational value) {
    return new Constant(Real.of(value));
  }

  static Expression times(Expression left, Expression right) {
    return new Binary(Operator.TIMES, left, right);
  }

  static Expression minus(Expression left, Expression right) {
    return new Binary(Operator.MINUS, left, right);
  }

  static Expression negative(Expression value) {
    return value instanceof Constant(Real number)
        ? new Constant(Real.of(0).minus(number))
        : minus(of(Rational.ZERO), value);
  }

  static Expression call(Function function, Expression... arguments) {
    return new Call(function, List.of(arguments));
  }

  /// The value at a point; it may not exist there.
  default Real value(Map<String, Real> point) {
    return switch (this) {
      case Constant(Real value) -> value;
      case Variable(String name) -> point.getOrDefault(name, Real.none());
      case Call(Function function, List<Expression> arguments) ->
          function.apply(arguments.stream().map(argument -> argument.value(point)).toList());
      case Binary(Operator operator, Expression left, Expression right) ->
          apply(operator, left.value(point), right.value(point));
    };
  }

  /// The names that have no value yet, sorted.
  default Set<String> variables() {
    return switch (this) {
      case Constant _ -> Set.of();
      case Variable(String name) -> Set.of(name);
      case Call(_, List<Expression> arguments) -> {
        Set<String> names = new TreeSet<>();
        arguments.forEach(argument -> names.addAll(argument.variables()));
        yield names;
      }
      case Binary(_, Expression left, Expression right) -> {
        Set<String> names = new TreeSet<>(left.variables());
        names.addAll(right.variables());
        yield names;
      }
    };
  }

  /// Whether infinity is named in it, so that an infinite value is none that was too large.
  default boolean namesInfinity() {
    return switch (this) {
      case Constant(Real value) -> !value.exists();
      case Variable _ -> false;
      case Call(_, List<Expression> arguments) ->
          arguments.stream().anyMatch(Expression::namesInfinity);
      case Binary(_, Expression left, Expression right) ->
          left.namesInfinity() || right.namesInfinity();
    };
  }

  private static Real apply(Operator operator, Real left, Real right) {
    return switch (operator) {
      case PLUS -> left.plus(right);
      case MINUS -> left.minus(right);
      case TIMES -> left.times(right);
      case OVER -> left.over(right);
      case POWER -> left.power(right);
    };
  }
}

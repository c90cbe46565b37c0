package dev.millrace.rollout.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What has a value.
sealed interface Expression {
  Position at();

  record Literal(@Nullable Object value, Position at) implements Expression {}

  record Name(String name, Position at) implements Expression {}

  record ListOf(List<Expression> items, Position at) implements Expression {}

  record MapOf(List<Entry> entries, Position at) implements Expression {}

  record Entry(Expression key, Expression value) {}

  record Attribute(Expression of, String name, Position at) implements Expression {}

  record Item(Expression of, Expression key, Position at) implements Expression {}

  record Call(Expression function, List<Expression> arguments, Position at) implements Expression {}

  record Filter(Expression of, String name, List<Expression> arguments, Position at)
      implements Expression {}

  record Test(Expression of, String name, Position at) implements Expression {}

  record Not(Expression of, Position at) implements Expression {}

  record Negative(Expression of, Position at) implements Expression {}

  record Binary(Operator operator, Expression left, Expression right, Position at)
      implements Expression {}

  /// `value if condition else otherwise`.
  record Conditional(
      Expression condition, Expression value, @Nullable Expression otherwise, Position at)
      implements Expression {}

  /// What stands between two values.
  enum Operator {
    OR("or"),
    AND("and"),
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    IN("in"),
    NOT_IN("not in"),
    CONCAT("~"),
    PLUS("+"),
    MINUS("-");

    private final String text;

    Operator(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }
}

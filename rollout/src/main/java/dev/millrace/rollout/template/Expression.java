package dev.millrace.rollout.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What has a value.
sealed interface Expression {
  Position at();

  record Literal(@Nullable Object value, Position at) implements Expression {}

  record Name(String name, Position at) implements Expression {}

  record ListOf(List<Expression> items, Position at) implements Expression {}

  record TupleOf(List<Expression> items, Position at) implements Expression {}

  record MapOf(List<Entry> entries, Position at) implements Expression {}

  record Entry(Expression key, Expression value) {}

  record Attribute(Expression of, String name, Position at) implements Expression {}

  record Item(Expression of, Expression key, Position at) implements Expression {}

  record Slice(
      Expression of,
      @Nullable Expression from,
      @Nullable Expression to,
      @Nullable Expression step,
      Position at)
      implements Expression {}

  record Call(Expression function, Given given, Position at) implements Expression {}

  /// @param of null in a block that is filtered as a whole: the block's text takes its place
  record Filter(@Nullable Expression of, String name, Given given, Position at)
      implements Expression {}

  record Test(Expression of, String name, Given given, Position at) implements Expression {}

  record Not(Expression of, Position at) implements Expression {}

  record Negative(Expression of, Position at) implements Expression {}

  record Positive(Expression of, Position at) implements Expression {}

  record And(Expression left, Expression right, Position at) implements Expression {}

  record Or(Expression left, Expression right, Position at) implements Expression {}

  record Concat(List<Expression> parts, Position at) implements Expression {}

  record Binary(String operator, Expression left, Expression right, Position at)
      implements Expression {}

  /// `first < second <= third`: each value is found once.
  record Comparison(Expression first, List<Compared> others, Position at) implements Expression {}

  record Compared(String operator, Expression with) {}

  /// `value if condition else otherwise`.
  record Conditional(
      Expression condition, Expression value, @Nullable Expression otherwise, Position at)
      implements Expression {}

  /// What stands in a call's brackets.
  record Given(
      List<Expression> positional,
      List<Named> named,
      @Nullable Expression more,
      @Nullable Expression moreNamed) {
    static final Given NOTHING = new Given(List.of(), List.of(), null, null);
  }

  record Named(String name, Expression value) {}
}

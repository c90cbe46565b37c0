package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Expression.Given;
import dev.millrace.rollout.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads what hangs on a value: attributes, items and calls, then filters and tests.
final class TailParser {
  private static final Set<String> NO_ARGUMENT = Set.of("else", "or", "and", "if", "in", "not");

  private final TokenStream tokens;
  private final ExpressionParser expressions;
  private final ValueParser values;

  TailParser(TokenStream tokens, ExpressionParser expressions, ValueParser values) {
    this.tokens = tokens;
    this.expressions = expressions;
    this.values = values;
  }

  /// Attributes, items and calls after a value.
  Expression hanging(Expression start) {
    Expression value = start;
    while (true) {
      Position at = tokens.peek().at();
      if (tokens.skipOperator(".")) {
        value = attribute(value, at);
      } else if (tokens.skipOperator("[")) {
        value = subscript(value, at);
      } else if (tokens.skipOperator("(")) {
        value = new Expression.Call(value, given(), at);
      } else {
        return value;
      }
    }
  }

  private Expression attribute(Expression of, Position at) {
    Token name = tokens.take();
    return switch (name.kind()) {
      case NAME -> new Expression.Attribute(of, name.text(), at);
      case INTEGER -> new Expression.Item(of, ValueParser.integer(name), at);
      default -> throw name.at().error("expected a name, found " + name.describe());
    };
  }

  private Expression subscript(Expression of, Position at) {
    Expression from = tokens.isNext(Kind.OPERATOR, ":") ? null : expressions.expression();
    if (from != null && tokens.skipOperator("]")) {
      return new Expression.Item(of, from, at);
    }
    tokens.expectOperator(":");
    Expression to = isEndOfPart() ? null : expressions.expression();
    Expression step = null;
    if (tokens.skipOperator(":")) {
      step = isEndOfPart() ? null : expressions.expression();
    }
    tokens.expectOperator("]");
    return new Expression.Slice(of, from, to, step, at);
  }

  private boolean isEndOfPart() {
    return tokens.isNext(Kind.OPERATOR, ":") || tokens.isNext(Kind.OPERATOR, "]");
  }

  /// Filters and tests after a value.
  Expression filtered(Expression start) {
    Expression value = start;
    while (true) {
      Position at = tokens.peek().at();
      if (tokens.isNext(Kind.OPERATOR, "|")) {
        value = filters(value);
      } else if (tokens.skipKeyword("is")) {
        value = test(value, at);
      } else if (tokens.skipOperator("(")) {
        value = new Expression.Call(value, given(), at);
      } else {
        return value;
      }
    }
  }

  /// A chain of filters.
  ///
  /// @param start what they begin with, or null for a block's text; then the first bar may be left
  ///     away
  Expression filters(@Nullable Expression start) {
    Expression value = start;
    boolean first = start == null;
    while (first || tokens.isNext(Kind.OPERATOR, "|")) {
      tokens.skipOperator("|");
      first = false;
      Token name = tokens.expect(Kind.NAME);
      Given given = tokens.skipOperator("(") ? given() : Given.NOTHING;
      value = new Expression.Filter(value, dotted(name), given, name.at());
    }
    if (value == null) {
      throw tokens.peek().at().error("expected a filter, found " + tokens.peek().describe());
    }
    return value;
  }

  private String dotted(Token name) {
    StringBuilder whole = new StringBuilder(name.text());
    while (tokens.skipOperator(".")) {
      whole.append('.').append(tokens.expect(Kind.NAME).text());
    }
    return whole.toString();
  }

  private Expression test(Expression of, Position at) {
    boolean negated = tokens.skipKeyword("not");
    Token name = tokens.expect(Kind.NAME);
    String whole = dotted(name);
    Given given = Given.NOTHING;
    if (tokens.skipOperator("(")) {
      given = given();
    } else if (tokens.isKeyword("is")) {
      throw tokens.peek().at().error("a test cannot follow a test");
    } else if (beginsArgument(tokens.peek())) {
      given = new Given(List.of(hanging(values.value())), List.of(), null, null);
    }
    Expression test = new Expression.Test(of, whole, given, name.at());
    return negated ? new Expression.Not(test, at) : test;
  }

  private static boolean beginsArgument(Token token) {
    return switch (token.kind()) {
      case NAME -> !NO_ARGUMENT.contains(token.text());
      case STRING, INTEGER, FLOAT -> true;
      case OPERATOR -> "([{".contains(token.text());
      default -> false;
    };
  }

  /// A call's arguments, after the opening bracket.
  private Given given() {
    List<Expression> positional = new ArrayList<>();
    List<Expression.Named> named = new ArrayList<>();
    Expression more = null;
    Expression moreNamed = null;
    while (!tokens.skipOperator(")")) {
      if (tokens.skipOperator("*")) {
        more = expressions.expression();
      } else if (tokens.skipOperator("**")) {
        moreNamed = expressions.expression();
      } else if (tokens.peek().kind() == Kind.NAME && tokens.isSecondOperator("=")) {
        String name = tokens.take().text();
        tokens.take();
        named.add(new Expression.Named(name, expressions.expression()));
      } else if (named.isEmpty()) {
        positional.add(expressions.expression());
      } else {
        throw tokens.peek().at().error("an argument without a name follows one with a name");
      }
      if (!tokens.skipOperator(",")) {
        tokens.expectOperator(")");
        break;
      }
    }
    return new Given(List.copyOf(positional), List.copyOf(named), more, moreNamed);
  }
}

package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Expression.Operator;
import dev.millrace.rollout.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads expressions, loosest binding first: conditional, or, and, not, comparison, `+ -`, `~`,
/// then
/// signs, and what hangs on a value (attributes, items, calls, filters, tests).
final class ExpressionParser {
  /// Deeper nesting than any template has; keeps a hostile one from exhausting the stack.
  private static final int MAX_DEPTH = 100;

  private static final Map<String, Operator> COMPARISONS =
      Map.of(
          "==", Operator.EQUAL,
          "!=", Operator.NOT_EQUAL,
          "<", Operator.LESS,
          "<=", Operator.LESS_OR_EQUAL,
          ">", Operator.GREATER,
          ">=", Operator.GREATER_OR_EQUAL);

  private final TokenStream tokens;
  private int depth;

  ExpressionParser(TokenStream tokens) {
    this.tokens = tokens;
  }

  Expression expression() {
    if (++depth > MAX_DEPTH) {
      throw tokens.peek().at().error("expressions are nested deeper than " + MAX_DEPTH);
    }
    Expression value = conditional();
    depth--;
    return value;
  }

  private Expression conditional() {
    Expression value = or();
    while (tokens.isKeyword("if")) {
      Position at = tokens.take().at();
      Expression condition = or();
      Expression otherwise = tokens.skipKeyword("else") ? expression() : null;
      value = new Expression.Conditional(condition, value, otherwise, at);
    }
    return value;
  }

  /// An expression where a following `if` is not part of it.
  Expression or() {
    return leftToRight(this::and, token -> token.is(Kind.NAME, "or") ? Operator.OR : null);
  }

  private Expression and() {
    return leftToRight(this::not, token -> token.is(Kind.NAME, "and") ? Operator.AND : null);
  }

  private Expression not() {
    if (!tokens.isKeyword("not")) {
      return comparison();
    }
    Position at = tokens.take().at();
    if (++depth > MAX_DEPTH) {
      throw at.error("expressions are nested deeper than " + MAX_DEPTH);
    }
    Expression of = not();
    depth--;
    return new Expression.Not(of, at);
  }

  private Expression comparison() {
    Expression left = sum();
    while (true) {
      Token token = tokens.peek();
      Operator operator = token.kind() == Kind.OPERATOR ? COMPARISONS.get(token.text()) : null;
      if (operator == null && token.is(Kind.NAME, "in")) {
        operator = Operator.IN;
      } else if (token.is(Kind.NAME, "not") && tokens.isSecondKeyword("in")) {
        tokens.take();
        operator = Operator.NOT_IN;
      }
      if (operator == null) {
        return left;
      }
      tokens.take();
      left = new Expression.Binary(operator, left, sum(), token.at());
    }
  }

  private Expression sum() {
    return leftToRight(
        this::concatenation,
        token ->
            token.is(Kind.OPERATOR, "+")
                ? Operator.PLUS
                : token.is(Kind.OPERATOR, "-") ? Operator.MINUS : null);
  }

  private Expression concatenation() {
    return leftToRight(
        this::signed, token -> token.is(Kind.OPERATOR, "~") ? Operator.CONCAT : null);
  }

  private Expression leftToRight(Supplier<Expression> tighter, Choice choice) {
    Expression left = tighter.get();
    while (true) {
      Token token = tokens.peek();
      Operator operator = choice.of(token);
      if (operator == null) {
        return left;
      }
      tokens.take();
      left = new Expression.Binary(operator, left, tighter.get(), token.at());
    }
  }

  /// Which operator a token is, if it is one of this rank.
  private interface Choice {
    @Nullable Operator of(Token token);
  }

  private Expression signed() {
    Position at = tokens.peek().at();
    if (tokens.skipOperator("-")) {
      return new Expression.Negative(hanging(primary()), at);
    }
    return hanging(primary());
  }

  private Expression hanging(Expression start) {
    Expression value = start;
    while (true) {
      Position at = tokens.peek().at();
      if (tokens.skipOperator(".")) {
        value = new Expression.Attribute(value, tokens.expect(Kind.NAME).text(), at);
      } else if (tokens.skipOperator("[")) {
        value = new Expression.Item(value, expression(), at);
        tokens.expectOperator("]");
      } else if (tokens.skipOperator("(")) {
        value = new Expression.Call(value, listUntil(")"), at);
      } else if (tokens.skipOperator("|")) {
        String name = tokens.expect(Kind.NAME).text();
        List<Expression> arguments = tokens.skipOperator("(") ? listUntil(")") : List.of();
        value = new Expression.Filter(value, name, arguments, at);
      } else if (tokens.skipKeyword("is")) {
        value = test(value, at);
      } else {
        return value;
      }
    }
  }

  private Expression test(Expression of, Position at) {
    boolean negated = tokens.skipKeyword("not");
    Expression test = new Expression.Test(of, tokens.expect(Kind.NAME).text(), at);
    return negated ? new Expression.Not(test, at) : test;
  }

  private Expression primary() {
    Token token = tokens.take();
    Position at = token.at();
    return switch (token.kind()) {
      case STRING -> new Expression.Literal(strings(token.text()), at);
      case INTEGER -> new Expression.Literal(integer(token), at);
      case FLOAT -> new Expression.Literal(Double.valueOf(token.text()), at);
      case NAME -> name(token);
      case OPERATOR -> bracketed(token);
      default -> throw at.error("expected a value, found " + token.describe());
    };
  }

  /// Strings that follow each other are one.
  private String strings(String first) {
    StringBuilder all = new StringBuilder(first);
    while (tokens.peek().kind() == Kind.STRING) {
      all.append(tokens.take().text());
    }
    return all.toString();
  }

  private static Long integer(Token token) {
    try {
      return Long.valueOf(token.text());
    } catch (NumberFormatException e) {
      throw token.at().error("the number " + token.text() + " is too large");
    }
  }

  private static Expression name(Token token) {
    return switch (token.text()) {
      case "true", "True" -> new Expression.Literal(true, token.at());
      case "false", "False" -> new Expression.Literal(false, token.at());
      case "none", "None" -> new Expression.Literal(null, token.at());
      default -> new Expression.Name(token.text(), token.at());
    };
  }

  private Expression bracketed(Token token) {
    return switch (token.text()) {
      case "(" -> {
        Expression inner = expression();
        tokens.expectOperator(")");
        yield inner;
      }
      case "[" -> new Expression.ListOf(listUntil("]"), token.at());
      case "{" -> new Expression.MapOf(entries(), token.at());
      default -> throw token.at().error("expected a value, found " + token.describe());
    };
  }

  private List<Expression> listUntil(String end) {
    List<Expression> items = new ArrayList<>();
    while (!tokens.skipOperator(end)) {
      items.add(expression());
      if (!tokens.skipOperator(",")) {
        tokens.expectOperator(end);
        break;
      }
    }
    return List.copyOf(items);
  }

  private List<Expression.Entry> entries() {
    List<Expression.Entry> entries = new ArrayList<>();
    while (!tokens.skipOperator("}")) {
      Expression key = expression();
      tokens.expectOperator(":");
      entries.add(new Expression.Entry(key, expression()));
      if (!tokens.skipOperator(",")) {
        tokens.expectOperator("}");
        break;
      }
    }
    return List.copyOf(entries);
  }
}

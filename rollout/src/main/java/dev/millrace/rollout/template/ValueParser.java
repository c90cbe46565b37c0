package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Token.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// Reads values that stand for themselves: literals, names, and what is in brackets.
final class ValueParser {
  private final TokenStream tokens;
  private final ExpressionParser expressions;

  ValueParser(TokenStream tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
  }

  Expression value() {
    Token token = tokens.take();
    Position at = token.at();
    return switch (token.kind()) {
      case STRING -> new Expression.Literal(strings(token.text()), at);
      case INTEGER -> integer(token);
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

  static Expression integer(Token token) {
    String text = token.text();
    int radix =
        text.length() < 2
            ? 10
            : switch (text.charAt(1)) {
              case 'x', 'X' -> 16;
              case 'o', 'O' -> 8;
              case 'b', 'B' -> 2;
              default -> 10;
            };
    BigInteger value = new BigInteger(radix == 10 ? text : text.substring(2), radix);
    return new Expression.Literal(Numbers.small(value, token.at()), token.at());
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
        if (tokens.skipOperator(")")) {
          yield new Expression.TupleOf(List.of(), token.at());
        }
        Expression inner = expressions.tuple();
        tokens.expectOperator(")");
        yield inner;
      }
      case "[" -> new Expression.ListOf(items("]"), token.at());
      case "{" -> new Expression.MapOf(entries(), token.at());
      default -> throw token.at().error("expected a value, found " + token.describe());
    };
  }

  private List<Expression> items(String end) {
    List<Expression> items = new ArrayList<>();
    while (!tokens.skipOperator(end)) {
      items.add(expressions.expression());
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
      Expression key = expressions.expression();
      tokens.expectOperator(":");
      entries.add(new Expression.Entry(key, expressions.expression()));
      if (!tokens.skipOperator(",")) {
        tokens.expectOperator("}");
        break;
      }
    }
    return List.copyOf(entries);
  }
}

package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Expression.Given;
import dev.millrace.rollout.template.Token.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads expressions with Jinja's ranks, loosest binding first: conditional, or, and, not,
/// comparison, `+ -`, `~`, `* / // %`, `**`, signs, and what hangs on a value (attributes, items,
/// calls, then filters and tests).
final class ExpressionParser {
  /// Deeper nesting than any template has; keeps a hostile one from exhausting the stack.
  private static final int MAX_DEPTH = 100;

  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
  private static final Set<String> NO_ARGUMENT =
      Set.of("else", "or", "and", "is", "if", "in", "not");

  private final TokenStream tokens;
  private int depth;

  ExpressionParser(TokenStream tokens) {
    this.tokens = tokens;
  }

  /// One value, conditional ones included.
  Expression expression() {
    deeper(tokens.peek().at());
    Expression value = or();
    while (tokens.isKeyword("if")) {
      Position at = tokens.take().at();
      Expression condition = or();
      Expression otherwise = tokens.skipKeyword("else") ? expression() : null;
      value = new Expression.Conditional(condition, value, otherwise, at);
    }
    depth--;
    return value;
  }

  /// One value, or several with commas between, which are a tuple.
  Expression tuple() {
    return tupleOf(this::expression);
  }

  /// The same where a following `if` is not part of it.
  Expression tupleWithoutCondition() {
    return tupleOf(this::or);
  }

  private Expression tupleOf(Supplier<Expression> item) {
    Expression first = item.get();
    if (!tokens.isNext(Kind.OPERATOR, ",")) {
      return first;
    }
    List<Expression> items = new ArrayList<>(List.of(first));
    while (tokens.skipOperator(",")) {
      if (isEndOfTuple()) {
        break;
      }
      items.add(item.get());
    }
    return new Expression.TupleOf(List.copyOf(items), first.at());
  }

  private boolean isEndOfTuple() {
    Token next = tokens.peek();
    return next.kind() == Kind.OUTPUT_END
        || next.kind() == Kind.BLOCK_END
        || next.is(Kind.OPERATOR, ")")
        || next.is(Kind.NAME, "in");
  }

  private void deeper(Position at) {
    if (++depth > MAX_DEPTH) {
      throw at.error("expressions are nested deeper than " + MAX_DEPTH);
    }
  }

  private Expression or() {
    Expression left = and();
    while (tokens.isKeyword("or")) {
      Position at = tokens.take().at();
      left = new Expression.Or(left, and(), at);
    }
    return left;
  }

  private Expression and() {
    Expression left = not();
    while (tokens.isKeyword("and")) {
      Position at = tokens.take().at();
      left = new Expression.And(left, not(), at);
    }
    return left;
  }

  private Expression not() {
    if (!tokens.isKeyword("not")) {
      return comparison();
    }
    Position at = tokens.take().at();
    deeper(at);
    Expression of = not();
    depth--;
    return new Expression.Not(of, at);
  }

  private Expression comparison() {
    Expression first = sum();
    List<Expression.Compared> others = new ArrayList<>();
    Position at = tokens.peek().at();
    while (true) {
      Token token = tokens.peek();
      if (token.kind() == Kind.OPERATOR && COMPARISONS.contains(token.text())) {
        tokens.take();
        others.add(new Expression.Compared(token.text(), sum()));
      } else if (tokens.skipKeyword("in")) {
        others.add(new Expression.Compared("in", sum()));
      } else if (token.is(Kind.NAME, "not") && tokens.isSecondKeyword("in")) {
        tokens.take();
        tokens.take();
        others.add(new Expression.Compared("not in", sum()));
      } else {
        return others.isEmpty() ? first : new Expression.Comparison(first, List.copyOf(others), at);
      }
    }
  }

  private Expression sum() {
    return leftToRight(this::concatenation, Set.of("+", "-"));
  }

  private Expression concatenation() {
    Expression first = product();
    if (!tokens.isNext(Kind.OPERATOR, "~")) {
      return first;
    }
    List<Expression> parts = new ArrayList<>(List.of(first));
    Position at = tokens.peek().at();
    while (tokens.skipOperator("~")) {
      parts.add(product());
    }
    return new Expression.Concat(List.copyOf(parts), at);
  }

  private Expression product() {
    return leftToRight(this::power, Set.of("*", "/", "//", "%"));
  }

  private Expression power() {
    return leftToRight(this::signedAndFiltered, Set.of("**"));
  }

  private Expression leftToRight(Supplier<Expression> tighter, Set<String> operators) {
    Expression left = tighter.get();
    while (tokens.peek().kind() == Kind.OPERATOR && operators.contains(tokens.peek().text())) {
      Token token = tokens.take();
      left = new Expression.Binary(token.text(), left, tighter.get(), token.at());
    }
    return left;
  }

  private Expression signedAndFiltered() {
    return filtered(signed());
  }

  private Expression signed() {
    Position at = tokens.peek().at();
    deeper(at);
    Expression value;
    if (tokens.skipOperator("-")) {
      value = new Expression.Negative(signed(), at);
    } else if (tokens.skipOperator("+")) {
      value = new Expression.Positive(signed(), at);
    } else {
      value = primary();
    }
    Expression whole = hanging(value);
    depth--;
    return whole;
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
      case INTEGER -> new Expression.Item(of, integer(name), at);
      default -> throw name.at().error("expected a name, found " + name.describe());
    };
  }

  private Expression subscript(Expression of, Position at) {
    Expression from = tokens.isNext(Kind.OPERATOR, ":") ? null : expression();
    if (from != null && tokens.skipOperator("]")) {
      return new Expression.Item(of, from, at);
    }
    tokens.expectOperator(":");
    Expression to = isEndOfPart() ? null : expression();
    Expression step = null;
    if (tokens.skipOperator(":")) {
      step = isEndOfPart() ? null : expression();
    }
    tokens.expectOperator("]");
    return new Expression.Slice(of, from, to, step, at);
  }

  private boolean isEndOfPart() {
    return tokens.isNext(Kind.OPERATOR, ":") || tokens.isNext(Kind.OPERATOR, "]");
  }

  /// Filters and tests after a value.
  private Expression filtered(Expression start) {
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
    } else if (beginsArgument(tokens.peek())) {
      given = new Given(List.of(hanging(primary())), List.of(), null, null);
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

  Expression primary() {
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

  private static Expression integer(Token token) {
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
        Expression inner = tuple();
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

  /// A call's arguments, after the opening bracket.
  private Given given() {
    List<Expression> positional = new ArrayList<>();
    List<Expression.Named> named = new ArrayList<>();
    Expression more = null;
    Expression moreNamed = null;
    while (!tokens.skipOperator(")")) {
      if (tokens.skipOperator("*")) {
        more = expression();
      } else if (tokens.skipOperator("**")) {
        moreNamed = expression();
      } else if (tokens.peek().kind() == Kind.NAME && tokens.isSecondOperator("=")) {
        String name = tokens.take().text();
        tokens.take();
        named.add(new Expression.Named(name, expression()));
      } else if (named.isEmpty()) {
        positional.add(expression());
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

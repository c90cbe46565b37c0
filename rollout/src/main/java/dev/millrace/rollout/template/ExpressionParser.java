package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Reads expressions with Jinja's ranks, loosest binding first: conditional, or, and, not,
/// comparison, `+ -`, `~`, `* / // %`, `**`, signs, and what hangs on a value ([TailParser]).
final class ExpressionParser {
  /// Deeper nesting than any template has; keeps a hostile one from exhausting the stack.
  private static final int MAX_DEPTH = 100;

  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

  private final TokenStream tokens;
  private final ValueParser values;
  private final TailParser tails;
  private int depth;

  ExpressionParser(TokenStream tokens) {
    this.tokens = tokens;
    this.values = new ValueParser(tokens, this);
    this.tails = new TailParser(tokens, this, values);
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

  /// A chain of filters over a block's text, whose first bar may be left away.
  Expression filters() {
    return tails.filters(null);
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
    return tails.filtered(signed());
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
      value = values.value();
    }
    Expression whole = tails.hanging(value);
    depth--;
    return whole;
  }
}

package dev.millrace.rewards.answer.math;

import dev.millrace.rewards.answer.expression.Expression;
import dev.millrace.rewards.answer.expression.Expression.Binary;
import dev.millrace.rewards.answer.expression.Expression.Operator;
import dev.millrace.rewards.answer.expression.Function;
import dev.millrace.rewards.answer.math.MathValue.Scalar;
import dev.millrace.rewards.answer.text.UnreadableException;
import dev.millrace.rewards.answer.token.Token;

/// Reads sums, products with and without a sign between (`2x`, `3(x + 1)`, `xy`), powers and what
/// stands behind a value (`!`, `%`, `°`). Used by one thread.
final class Sums {
  private final Tokens tokens;
  private final Atoms atoms;

  Sums(Tokens tokens, Reader reader) {
    this.tokens = tokens;
    this.atoms = new Atoms(tokens, reader, this);
  }

  MathValue sum() throws UnreadableException {
    tokens.deeper();
    MathValue left = product();
    while (tokens.isAny("+-±∓")) {
      Operator operator = tokens.takeSignValue() < 0 ? Operator.MINUS : Operator.PLUS;
      left = new Scalar(new Binary(operator, scalar(left), scalar(product())));
    }
    tokens.shallower();
    return left;
  }

  Expression scalarSum() throws UnreadableException {
    return scalar(sum());
  }

  private MathValue product() throws UnreadableException {
    MathValue left = signed();
    while (true) {
      if (tokens.isAny("*/")) {
        Operator operator = tokens.takeSign() == '/' ? Operator.OVER : Operator.TIMES;
        left = new Scalar(new Binary(operator, scalar(left), scalar(signed())));
      } else if (atoms.isFactor()) {
        left = new Scalar(Expression.times(scalar(left), power()));
      } else {
        return left;
      }
    }
  }

  /// Factors side by side, up to the next sign or function: what `sin 2x` is the sine of.
  Expression juxtaposed() throws UnreadableException {
    Expression left = power();
    while (atoms.isFactor() && !(tokens.peek() instanceof Token.Named)) {
      left = Expression.times(left, power());
    }
    return left;
  }

  MathValue signed() throws UnreadableException {
    int sign = 1;
    while (tokens.isAny("+-±∓")) {
      sign *= tokens.takeSignValue();
    }
    MathValue value = raised();
    return sign < 0 ? new Scalar(Expression.negative(scalar(value))) : value;
  }

  private Expression power() throws UnreadableException {
    return scalar(raised());
  }

  private MathValue raised() throws UnreadableException {
    MathValue base = behind(atoms.atom());
    if (!tokens.isAny("^")) {
      return base;
    }
    tokens.take();
    return behind(new Scalar(new Binary(Operator.POWER, scalar(base), exponent())));
  }

  Expression exponent() throws UnreadableException {
    tokens.deeper();
    Expression exponent = tokens.isAny("{") ? atoms.argument() : scalar(signed());
    tokens.shallower();
    return exponent;
  }

  private MathValue behind(MathValue value) throws UnreadableException {
    MathValue left = value;
    while (tokens.isAny("!%°")) {
      Function function =
          switch (tokens.takeSign()) {
            case '!' -> Function.FACTORIAL;
            case '%' -> Function.PERCENT;
            default -> Function.DEGREES;
          };
      left = new Scalar(Expression.call(function, scalar(left)));
    }
    return left;
  }

  Expression scalar(MathValue value) throws UnreadableException {
    if (value instanceof Scalar(Expression expression)) {
      return expression;
    }
    throw tokens.refuse("calculates with something that is no number");
  }
}

package dev.millrace.rewards.answer.math;

import dev.millrace.rewards.answer.expression.Expression;
import dev.millrace.rewards.answer.expression.Rational;
import dev.millrace.rewards.answer.expression.Real;
import dev.millrace.rewards.answer.text.UnreadableException;
import dev.millrace.rewards.answer.token.Token;
import java.math.BigInteger;

/// Reads numbers: mixed ones (`1 1/2`, `1\frac{1}{2}`, `1½`), repeating decimals
/// (`0.1\overline{6}`) and those in another base (`1011_2`). Used by one thread.
final class Numerals {
  private final Tokens tokens;
  private final Atoms atoms;
  private boolean last;

  Numerals(Tokens tokens, Atoms atoms) {
    this.tokens = tokens;
    this.atoms = atoms;
  }

  /// Whether the last atom was a number.
  boolean isLast() {
    return last;
  }

  void isLast(MathValue atom) {
    last =
        atom instanceof MathValue.Scalar(Expression.Constant(Real value))
            && value instanceof Real.Exact;
  }

  Expression read(Token.Numeral number) throws UnreadableException {
    tokens.take();
    if (tokens.isCommand("overline")) {
      return Expression.of(repeating(number));
    }
    if (tokens.take('_')) {
      return Expression.of(inBase(number));
    }
    if (!number.value().isWhole() || number.digits().contains(".")) {
      return Expression.of(number.value());
    }
    if (tokens.peek() instanceof Token.Numeral(Rational part, _, _, boolean isVulgar) && isVulgar) {
      tokens.take();
      return Expression.of(number.value().plus(part));
    }
    return mixed(number.value());
  }

  /// A whole number with a proper fraction of whole numbers right behind it.
  private Expression mixed(Rational whole) throws UnreadableException {
    if (tokens.peek() instanceof Token.Numeral(Rational over, _, boolean isSpaced, _)
        && isSpaced
        && tokens.peek(1).isSign("/")
        && tokens.peek(2) instanceof Token.Numeral(Rational under, _, boolean apart, _)
        && !apart
        && isProper(over, under)) {
      tokens.take();
      tokens.take();
      tokens.take();
      return Expression.of(whole.plus(over.over(under)));
    }
    if (tokens.isCommand("frac")) {
      tokens.take();
      Expression fraction = fraction();
      return fraction instanceof Expression.Constant(Real.Exact(Rational part))
              && part.signum() > 0
              && part.compareTo(Rational.ONE) < 0
          ? Expression.of(whole.plus(part))
          : Expression.times(Expression.of(whole), fraction);
    }
    return Expression.of(whole);
  }

  /// The two arguments of `\frac`; of whole numbers, one number.
  Expression fraction() throws UnreadableException {
    Expression over = atoms.argument();
    Expression under = atoms.argument();
    return over instanceof Expression.Constant(Real.Exact(Rational n))
            && under instanceof Expression.Constant(Real.Exact(Rational d))
            && d.signum() != 0
        ? Expression.of(n.over(d))
        : new Expression.Binary(Expression.Operator.OVER, over, under);
  }

  private Rational repeating(Token.Numeral number) throws UnreadableException {
    tokens.take();
    tokens.expect('{');
    if (!number.digits().contains(".")
        || !(tokens.take() instanceof Token.Numeral(_, String digits, _, _))
        || !digits.chars().allMatch(Character::isDigit)) {
      throw tokens.refuse("has a line over something else than decimals");
    }
    tokens.expect('}');
    int before = number.digits().length() - 1 - number.digits().indexOf('.');
    BigInteger nines = BigInteger.TEN.pow(digits.length()).subtract(BigInteger.ONE);
    return number
        .value()
        .plus(new Rational(new BigInteger(digits), nines.multiply(BigInteger.TEN.pow(before))));
  }

  private Rational inBase(Token.Numeral number) throws UnreadableException {
    boolean braced = tokens.take('{');
    if (!(tokens.take() instanceof Token.Numeral(Rational base, _, _, _))
        || !base.isWhole()
        || base.compareTo(Rational.of(2)) < 0
        || base.compareTo(Rational.of(36)) > 0) {
      throw tokens.refuse("has a base that is no number from 2 to 36");
    }
    if (braced) {
      tokens.expect('}');
    }
    try {
      int radix = base.numerator().intValueExact();
      return new Rational(new BigInteger(number.digits(), radix), BigInteger.ONE);
    } catch (NumberFormatException _) {
      throw tokens.refuse("has digits that base " + base.numerator() + " lacks");
    }
  }

  private static boolean isProper(Rational over, Rational under) {
    return over.isWhole() && under.isWhole() && over.signum() > 0 && over.compareTo(under) < 0;
  }
}

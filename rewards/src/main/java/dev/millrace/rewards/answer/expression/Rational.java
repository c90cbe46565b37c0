package dev.millrace.rewards.answer.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Optional;

/// A fraction in lowest terms; the denominator is positive.
public record Rational(BigInteger numerator, BigInteger denominator)
    implements Comparable<Rational> {
  public static final Rational ZERO = of(0);
  public static final Rational ONE = of(1);

  public Rational {
    if (denominator.signum() == 0) {
      throw new ArithmeticException(numerator + " divided by zero");
    }
    BigInteger common = numerator.gcd(denominator);
    BigInteger by = denominator.signum() < 0 ? common.negate() : common;
    numerator = numerator.divide(by);
    denominator = denominator.divide(by);
  }

  public static Rational of(long whole) {
    return new Rational(BigInteger.valueOf(whole), BigInteger.ONE);
  }

  public static Rational of(BigDecimal decimal) {
    return decimal.scale() <= 0
        ? new Rational(decimal.toBigIntegerExact(), BigInteger.ONE)
        : new Rational(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale()));
  }

  public Rational plus(Rational other) {
    return new Rational(
        numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
        denominator.multiply(other.denominator));
  }

  public Rational minus(Rational other) {
    return plus(other.negate());
  }

  public Rational times(Rational other) {
    return new Rational(
        numerator.multiply(other.numerator), denominator.multiply(other.denominator));
  }

  /// @throws ArithmeticException when the other is zero
  public Rational over(Rational other) {
    return times(other.inverse());
  }

  private Rational inverse() {
    return new Rational(/* numerator= */ denominator, /* denominator= */ numerator);
  }

  public Rational negate() {
    return new Rational(numerator.negate(), denominator);
  }

  public Rational abs() {
    return signum() < 0 ? negate() : this;
  }

  /// @throws ArithmeticException for a power below zero of zero
  public Rational power(int exponent) {
    Rational base = exponent < 0 ? inverse() : this;
    int times = Math.abs(exponent);
    return new Rational(base.numerator.pow(times), base.denominator.pow(times));
  }

  /// The root of that degree where it is a fraction too; of what is below zero only odd ones.
  public Optional<Rational> root(int degree) {
    if (signum() < 0 && degree % 2 == 0) {
      return Optional.empty();
    }
    Optional<BigInteger> over = root(numerator.abs(), degree);
    Optional<BigInteger> under = root(denominator, degree);
    return over.isEmpty() || under.isEmpty()
        ? Optional.empty()
        : Optional.of(new Rational(signum() < 0 ? over.get().negate() : over.get(), under.get()));
  }

  /// By Newton's method from above.
  private static Optional<BigInteger> root(BigInteger value, int degree) {
    if (value.signum() == 0) {
      return Optional.of(value);
    }
    BigInteger n = BigInteger.valueOf(degree);
    BigInteger guess = BigInteger.ONE.shiftLeft(value.bitLength() / degree + 1);
    while (true) {
      BigInteger next =
          guess
              .multiply(n.subtract(BigInteger.ONE))
              .add(value.divide(guess.pow(degree - 1)))
              .divide(n);
      if (next.compareTo(guess) >= 0) {
        return guess.pow(degree).equals(value) ? Optional.of(guess) : Optional.empty();
      }
      guess = next;
    }
  }

  public boolean isWhole() {
    return denominator.equals(BigInteger.ONE);
  }

  public int signum() {
    return numerator.signum();
  }

  /// The longer of its two parts.
  public int bits() {
    return Math.max(numerator.bitLength(), denominator.bitLength());
  }

  public BigDecimal toDecimal() {
    return new BigDecimal(numerator).divide(new BigDecimal(denominator), MathContext.DECIMAL128);
  }

  @Override
  public int compareTo(Rational other) {
    return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
  }
}

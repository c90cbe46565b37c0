package dev.millrace.rewards.answer.expression;

import dev.millrace.rewards.answer.quantity.Tolerance;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/// A number: exact as long as it stays a fraction of bounded length, else binary floating point.
public sealed interface Real {
  /// Longer fractions go on as floating point, so that no expression takes long to evaluate.
  int LONGEST_BITS = 4096;

  /// What floating-point arithmetic loses, relative.
  double LOSS = 1e-9;

  record Exact(Rational value) implements Real {}

  record Inexact(double value) implements Real {}

  /// What does not exist, such as a division by zero.
  static Real none() {
    return new Inexact(Double.NaN);
  }

  static Real of(long value) {
    return new Exact(Rational.of(value));
  }

  static Real of(Rational value) {
    return value.bits() <= LONGEST_BITS
        ? new Exact(value)
        : new Inexact(value.toDecimal().doubleValue());
  }

  default double toDouble() {
    return switch (this) {
      case Exact(Rational value) -> value.toDecimal().doubleValue();
      case Inexact(double value) -> value;
    };
  }

  /// @throws NumberFormatException when it does not exist
  default BigDecimal toDecimal() {
    return switch (this) {
      case Exact(Rational value) -> value.toDecimal();
      case Inexact(double value) -> BigDecimal.valueOf(value);
    };
  }

  /// Whether there is a value at all: neither NaN nor infinite.
  default boolean exists() {
    return switch (this) {
      case Exact _ -> true;
      case Inexact(double value) -> Double.isFinite(value);
    };
  }

  default Real plus(Real other) {
    return this instanceof Exact(Rational a) && other instanceof Exact(Rational b)
        ? of(a.plus(b))
        : inexact(other, Double::sum);
  }

  default Real minus(Real other) {
    return this instanceof Exact(Rational a) && other instanceof Exact(Rational b)
        ? of(a.minus(b))
        : inexact(other, (a, b) -> a - b);
  }

  default Real times(Real other) {
    return this instanceof Exact(Rational a) && other instanceof Exact(Rational b)
        ? of(a.times(b))
        : inexact(other, (a, b) -> a * b);
  }

  default Real over(Real other) {
    if (this instanceof Exact(Rational a) && other instanceof Exact(Rational b)) {
      return b.signum() == 0 ? none() : of(a.over(b));
    }
    return inexact(other, (a, b) -> a / b);
  }

  /// Exact where base and exponent are and the result is; a fraction as exponent is a root.
  default Real power(Real exponent) {
    if (this instanceof Exact(Rational base)
        && exponent instanceof Exact(Rational power)
        && power.bits() <= 16) {
      int over = power.numerator().intValueExact();
      int under = power.denominator().intValueExact();
      boolean fits = (long) base.bits() * Math.abs(over) <= LONGEST_BITS;
      if (base.signum() == 0 && over <= 0) {
        return over == 0 ? of(1) : none();
      }
      if (fits && under == 1) {
        return of(base.power(over));
      }
      if (fits && base.signum() >= 0 && under <= 64) {
        Real root = base.root(under).map(found -> of(found.power(over))).orElse(none());
        return root.exists() ? root : inexact(exponent, Math::pow);
      }
    }
    return inexact(exponent, Math::pow);
  }

  /// The real root: of what is below zero only odd ones.
  default Real root(int degree) {
    if (this instanceof Exact(Rational value) && value.root(degree).isPresent()) {
      return of(value.root(degree).get());
    }
    double value = toDouble();
    return degree % 2 == 1 && value < 0
        ? new Inexact(-Math.pow(-value, 1.0 / degree))
        : inexact(v -> degree == 2 ? Math.sqrt(v) : Math.pow(v, 1.0 / degree));
  }

  default Real abs() {
    return this instanceof Exact(Rational value) ? of(value.abs()) : inexact(Math::abs);
  }

  /// The largest whole number that is not above.
  default Real floor() {
    if (this instanceof Exact(Rational value)) {
      BigInteger[] parts = value.numerator().divideAndRemainder(value.denominator());
      BigInteger down = parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
      return of(new Rational(down, BigInteger.ONE));
    }
    return inexact(Math::floor);
  }

  default Real inexact(DoubleUnaryOperator function) {
    return new Inexact(function.applyAsDouble(toDouble()));
  }

  private Real inexact(Real other, DoubleBinaryOperator operator) {
    return new Inexact(operator.applyAsDouble(toDouble(), other.toDouble()));
  }

  /// Whether this is near enough to the expected number: exactly equal where both are exact and no
  /// tolerance is given. What does not exist is near nothing.
  default boolean isNear(Real expected, Tolerance tolerance) {
    if (this instanceof Exact(Rational a) && expected instanceof Exact(Rational b)) {
      return a.equals(b) || (!tolerance.isNone() && tolerance.allows(a.toDecimal(), b.toDecimal()));
    }
    return exists() && expected.exists() && tolerance.allows(toDouble(), expected.toDouble(), LOSS);
  }
}

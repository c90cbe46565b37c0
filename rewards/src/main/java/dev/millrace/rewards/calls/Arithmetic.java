package dev.millrace.rewards.calls;

import java.math.BigInteger;

/// Arithmetic on the numbers of an argument, as Python does it.
final class Arithmetic {
  private static final int MOST_BITS = 4096;

  private Arithmetic() {}

  static Value negative(Value value) throws NoCallException {
    return apply("-", new Value.Whole(BigInteger.ZERO), value);
  }

  static Value positive(Value value) throws NoCallException {
    return apply("+", new Value.Whole(BigInteger.ZERO), value);
  }

  static Value apply(String operator, Value left, Value right) throws NoCallException {
    if (left instanceof Value.Whole(BigInteger a) && right instanceof Value.Whole(BigInteger b)) {
      return whole(operator, a, b);
    }
    return new Value.Fraction(inexact(operator, number(left), number(right)));
  }

  private static Value whole(String operator, BigInteger a, BigInteger b) throws NoCallException {
    if (a.bitLength() > MOST_BITS || b.bitLength() > MOST_BITS) {
      throw new NoCallException("a number of an argument is too large");
    }
    boolean divides = operator.equals("/") || operator.equals("//") || operator.equals("%");
    if (divides && b.signum() == 0) {
      throw new NoCallException("an argument divides by zero");
    }
    return switch (operator) {
      case "+" -> new Value.Whole(a.add(b));
      case "-" -> new Value.Whole(a.subtract(b));
      case "*" -> new Value.Whole(a.multiply(b));
      case "/" -> new Value.Fraction(a.doubleValue() / b.doubleValue());
      case "//" -> new Value.Whole(floor(a, b));
      case "%" -> new Value.Whole(a.subtract(floor(a, b).multiply(b)));
      default -> power(a, b);
    };
  }

  private static BigInteger floor(BigInteger a, BigInteger b) {
    BigInteger[] parts = a.divideAndRemainder(b);
    boolean below = parts[1].signum() != 0 && parts[1].signum() != b.signum();
    return below ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  private static Value power(BigInteger a, BigInteger b) throws NoCallException {
    if (b.signum() < 0) {
      return new Value.Fraction(Math.pow(a.doubleValue(), b.doubleValue()));
    }
    if (b.bitLength() > 12 || (long) a.bitLength() * b.intValueExact() > MOST_BITS) {
      throw new NoCallException("a power in an argument is too large");
    }
    return new Value.Whole(a.pow(b.intValueExact()));
  }

  private static double inexact(String operator, double a, double b) throws NoCallException {
    double result =
        switch (operator) {
          case "+" -> a + b;
          case "-" -> a - b;
          case "*" -> a * b;
          case "/" -> a / b;
          case "//" -> Math.floor(a / b);
          case "%" -> a - Math.floor(a / b) * b;
          default -> Math.pow(a, b);
        };
    if (!Double.isFinite(result)) {
      throw new NoCallException("arithmetic in an argument has no result");
    }
    return result;
  }

  private static double number(Value value) throws NoCallException {
    return switch (value) {
      case Value.Whole(BigInteger number) -> number.doubleValue();
      case Value.Fraction(double number) -> number;
      case Value.Truth(boolean truth) -> truth ? 1 : 0;
      default -> throw new NoCallException("an argument calculates with a " + value.type());
    };
  }
}

package dev.millrace.rewards.answer.quantity;

import java.math.BigDecimal;
import java.math.MathContext;

/// A unit of measure: `base = value * numerator / denominator + offset`.
///
/// @param dimension what it measures; only units of one dimension convert
public record Unit(
    String dimension, BigDecimal numerator, BigDecimal denominator, BigDecimal offset) {
  static final String NUMBER = "number";

  /// A plain number.
  public static final Unit ONE = of(NUMBER, "1");

  static Unit of(String dimension, String factor) {
    return new Unit(dimension, new BigDecimal(factor), BigDecimal.ONE, BigDecimal.ZERO);
  }

  public boolean isNumber() {
    return dimension.equals(NUMBER);
  }

  public BigDecimal toBase(BigDecimal value) {
    return value.multiply(numerator).divide(denominator, MathContext.DECIMAL128).add(offset);
  }

  public BigDecimal fromBase(BigDecimal value) {
    return value.subtract(offset).multiply(denominator).divide(numerator, MathContext.DECIMAL128);
  }
}

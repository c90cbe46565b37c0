package dev.millrace.rewards.answer;

import java.math.BigDecimal;
import java.math.MathContext;

/// A unit of measure: `base = value * numerator / denominator + offset`.
///
/// @param dimension what it measures; only units of one dimension convert
record Unit(String dimension, BigDecimal numerator, BigDecimal denominator, BigDecimal offset) {
  static final String NUMBER = "number";

  /// A plain number.
  static final Unit ONE = of(NUMBER, "1");

  static Unit of(String dimension, String factor) {
    return new Unit(dimension, new BigDecimal(factor), BigDecimal.ONE, BigDecimal.ZERO);
  }

  boolean isNumber() {
    return dimension.equals(NUMBER);
  }

  BigDecimal toBase(BigDecimal value) {
    return value.multiply(numerator).divide(denominator, MathContext.DECIMAL128).add(offset);
  }

  BigDecimal fromBase(BigDecimal value) {
    return value.subtract(offset).multiply(denominator).divide(numerator, MathContext.DECIMAL128);
  }
}

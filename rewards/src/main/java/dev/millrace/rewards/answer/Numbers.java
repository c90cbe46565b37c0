package dev.millrace.rewards.answer;

import java.math.BigDecimal;

/// Numbers and quantities, by value within a relative tolerance.
final class Numbers {
  /// What unit conversion loses to rounding.
  private static final double ROUNDING = 1e-12;

  private Numbers() {}

  static Match compare(String answer, String expected, double tolerance)
      throws UnreadableException {
    Quantity right = Quantity.whole(expected);
    Quantity given = Quantity.lastIn(answer);
    return compare(given, right, tolerance);
  }

  static Match compare(Quantity given, Quantity right, double tolerance) {
    if (right.unit().isNumber()) {
      // A number without a unit is asked for: what unit the answer adds is its own affair, save
      // percent.
      boolean same =
          close(given.value(), right.value(), tolerance)
              || (given.unit().isNumber() && close(base(given), base(right), tolerance));
      return Match.of(same, given.text(), right.text());
    }
    if (given.unit().isNumber()) {
      return new Match.Different(given.text() + " has no unit, but " + right.text() + " has one");
    }
    if (!given.unit().dimension().equals(right.unit().dimension())) {
      return new Match.Different(
          given.text()
              + " is a "
              + given.unit().dimension()
              + ", but "
              + right.text()
              + " is a "
              + right.unit().dimension());
    }
    BigDecimal converted =
        given.unit().equals(right.unit()) ? given.value() : right.unit().fromBase(base(given));
    return Match.of(close(converted, right.value(), tolerance), given.text(), right.text());
  }

  private static BigDecimal base(Quantity quantity) {
    return quantity.unit().toBase(quantity.value());
  }

  private static boolean close(BigDecimal given, BigDecimal right, double tolerance) {
    BigDecimal off = given.subtract(right).abs();
    BigDecimal scale = right.signum() == 0 ? BigDecimal.ONE : right.abs();
    return off.compareTo(scale.multiply(BigDecimal.valueOf(Math.max(tolerance, ROUNDING)))) <= 0;
  }
}

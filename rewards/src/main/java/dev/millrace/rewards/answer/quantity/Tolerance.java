package dev.millrace.rewards.answer.quantity;

import java.math.BigDecimal;

/// How far off a number may be: by a share of the expected one or by an amount, whichever allows
/// more. Next to an expected 0 the share is an amount too.
public record Tolerance(double relative, double absolute) {
  /// What conversion of units loses.
  private static final double ROUNDING = 1e-12;

  private static final int MOST_DIGITS = 20_000;

  public static final Tolerance NONE = new Tolerance(0, 0);

  public boolean isNone() {
    return relative == 0 && absolute == 0;
  }

  /// Whether a number is near enough to the expected one.
  public boolean allows(BigDecimal given, BigDecimal expected) {
    if (isBeyond(given) || isBeyond(expected)) {
      // Their difference would fill the memory.
      return given.compareTo(expected) == 0;
    }
    BigDecimal off = given.subtract(expected).abs();
    BigDecimal scale = expected.signum() == 0 ? BigDecimal.ONE : expected.abs();
    return off.compareTo(scale.multiply(BigDecimal.valueOf(Math.max(relative, ROUNDING)))) <= 0
        || off.compareTo(BigDecimal.valueOf(absolute)) <= 0;
  }

  private static boolean isBeyond(BigDecimal value) {
    return Math.abs((long) value.precision() - value.scale()) > MOST_DIGITS;
  }

  /// The same for binary numbers, which are granted some more for what their arithmetic loses. What
  /// is not finite is near nothing.
  ///
  /// @param loss relative, and a hundredth of it as an amount
  public boolean allows(double given, double expected, double loss) {
    if (!Double.isFinite(given) || !Double.isFinite(expected)) {
      return false;
    }
    double off = Math.abs(given - expected);
    double allowed = Math.max(relative, loss) * Math.abs(expected) + loss / 100;
    return off <= Math.max(allowed, absolute);
  }
}

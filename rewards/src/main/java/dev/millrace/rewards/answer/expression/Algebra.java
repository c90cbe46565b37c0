package dev.millrace.rewards.answer.expression;

import dev.millrace.rewards.answer.quantity.Tolerance;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;

/// Expressions are equal when they evaluate equally at fixed points: fractions, so that what
/// stays a fraction is compared exactly. Points where the expected expression has no real value
/// are passed over; an answer without a value where the expected one has one is different.
public final class Algebra {
  private static final int POINTS = 16;
  private static final int TRIES = 512;
  private static final long SEED = 0x6d696c6c72616365L;
  private static final int[] DENOMINATORS = {7, 11, 13};

  private final Tolerance tolerance;

  public Algebra(Tolerance tolerance) {
    this.tolerance = tolerance;
  }

  /// A pair of values at one point.
  private interface Check {
    boolean holds(Real given, Real expected);
  }

  public boolean areEqual(Expression given, Expression expected) {
    Set<String> names = names(given, expected);
    if (names.isEmpty()) {
      Real one = given.value(Map.of());
      Real other = expected.value(Map.of());
      // Two numbers that are too large for a double are as infinite as each other.
      boolean told = given.namesInfinity() && expected.namesInfinity();
      return one.isNear(other, tolerance)
          || (areEqual(one, other) && (told || given.equals(expected)));
    }
    return holds(given, expected, names, (a, b) -> a.isNear(b, tolerance));
  }

  /// Numbers, infinite ones among them.
  public boolean areEqual(Real given, Real expected) {
    return given.isNear(expected, tolerance)
        || (given instanceof Real.Inexact(double one)
            && expected instanceof Real.Inexact(double other)
            && Double.isInfinite(one)
            && one == other);
  }

  /// Whether one expression is a multiple of the other by a number that is not zero.
  public boolean areProportional(Expression one, Expression other) {
    Real[] factor = new Real[1];
    return holds(
        one,
        other,
        names(one, other),
        (a, b) -> {
          if (factor[0] == null) {
            factor[0] = a.over(b);
          }
          return factor[0].exists()
              && factor[0].toDouble() != 0
              && a.isNear(b.times(factor[0]), tolerance);
        });
  }

  private static Set<String> names(Expression one, Expression other) {
    SortedSet<String> names = new TreeSet<>(one.variables());
    names.addAll(other.variables());
    return names;
  }

  private static boolean holds(
      Expression given, Expression expected, Set<String> names, Check check) {
    SplittableRandom random = new SplittableRandom(SEED);
    int compared = 0;
    // Whole numbers only where nothing else has a value, as with factorials: they are where
    // fractions that cancel have gaps.
    for (int i = 0; i < 2 * TRIES && compared < POINTS && (i < TRIES || compared == 0); i++) {
      Map<String, Real> point = new HashMap<>();
      int attempt = i;
      names.forEach(
          name ->
              point.put(
                  name,
                  attempt < TRIES
                      ? fraction(random, attempt)
                      : Real.of(random.nextInt(1, 3 + (attempt - TRIES) / 32))));
      Real right = expected.value(point);
      if (right.exists()) {
        if (!check.holds(given.value(point), right)) {
          return false;
        }
        compared++;
      }
    }
    return compared > 0;
  }

  /// On both sides of zero, the spread growing from 2 to 50 with the tries.
  private static Real fraction(SplittableRandom random, int attempt) {
    int spread = attempt < POINTS ? 2 : Math.min(50, 2 + attempt / 4);
    int denominator = DENOMINATORS[random.nextInt(DENOMINATORS.length)];
    int numerator = random.nextInt(-spread * denominator, spread * denominator);
    int fraction = numerator % denominator == 0 ? numerator + 1 : numerator;
    return Real.of(Rational.of(fraction).over(Rational.of(denominator)));
  }
}

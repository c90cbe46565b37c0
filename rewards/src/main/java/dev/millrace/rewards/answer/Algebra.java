package dev.millrace.rewards.answer;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;

/// Expressions in variables, equal when they evaluate equally at fixed points. Points where the
/// expected expression has no real value are passed over; an answer without a value where the
/// expected one has one is different.
final class Algebra {
  private static final int POINTS = 16;
  private static final int TRIES = 512;
  private static final long SEED = 0x6d696c6c72616365L;

  /// What floating-point arithmetic loses.
  private static final double RELATIVE = 1e-9;

  private static final double ABSOLUTE = 1e-11;

  private Algebra() {}

  static Match compare(String answer, String expected, double tolerance)
      throws UnreadableException {
    Expression right = ExpressionParser.parse(rightSide(expected));
    boolean same =
        isSame(answer, right, tolerance) || isSame(Texts.afterLead(answer), right, tolerance);
    return Match.of(same, Texts.quote(answer), Texts.quote(expected));
  }

  private static boolean isSame(String answer, Expression right, double tolerance)
      throws UnreadableException {
    Expression given;
    try {
      given = ExpressionParser.parse(rightSide(answer));
    } catch (UnreadableException _) {
      // What is no expression equals none; its words may still lead to one.
      return false;
    }
    SortedSet<String> names = new TreeSet<>(right.variables());
    names.addAll(given.variables());
    return isSame(given, right, names, Math.max(tolerance, RELATIVE));
  }

  private static boolean isSame(
      Expression given, Expression right, SortedSet<String> names, double tolerance)
      throws UnreadableException {
    SplittableRandom random = new SplittableRandom(SEED);
    int compared = 0;
    for (int i = 0; i < TRIES && compared < POINTS; i++) {
      Map<String, Double> point = point(names, random, i);
      double expected = right.value(point);
      if (Double.isFinite(expected)) {
        double value = given.value(point);
        if (!(Math.abs(value - expected) <= tolerance * Math.abs(expected) + ABSOLUTE)) {
          return false;
        }
        compared++;
      }
    }
    if (compared == 0) {
      throw new UnreadableException("the expected expression has no real value at any point tried");
    }
    return true;
  }

  /// Points on both sides of zero, the spread growing from 2 to 50 with the tries.
  private static Map<String, Double> point(
      SortedSet<String> names, SplittableRandom random, int attempt) {
    double spread = attempt < POINTS ? 2 : Math.min(50, attempt / 4.0);
    Map<String, Double> point = new HashMap<>();
    names.forEach(name -> point.put(name, random.nextDouble(-spread, spread)));
    return point;
  }

  /// Of `y = 2x` the part after the sign.
  private static String rightSide(String text) {
    return text.substring(text.lastIndexOf('=') + 1);
  }
}

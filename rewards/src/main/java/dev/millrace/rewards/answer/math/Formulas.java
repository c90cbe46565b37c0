package dev.millrace.rewards.answer.math;

import dev.millrace.rewards.answer.expression.Expression;
import dev.millrace.rewards.answer.expression.Real;
import dev.millrace.rewards.answer.math.MathValue.Equation;
import dev.millrace.rewards.answer.math.MathValue.Scalar;
import dev.millrace.rewards.answer.quantity.Tolerance;
import dev.millrace.rewards.answer.quantity.Typeset;
import dev.millrace.rewards.answer.text.Match;
import dev.millrace.rewards.answer.text.Texts;
import dev.millrace.rewards.answer.text.UnreadableException;
import dev.millrace.rewards.answer.token.LetterRuns;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Formulas in plain notation or LaTeX, compared by what they say. An answer is read as it stands,
/// then what follows the words that lead to it, then its last formula between dollar signs. Work is
/// bounded by the length of the texts.
public final class Formulas {
  private static final Pattern FORMULA = Pattern.compile("\\$[^$]+\\$");
  private static final Pattern BETWEEN = Pattern.compile("(?i)\\b(?:or|and)\\b|[\\s,;.]");

  private Formulas() {}

  /// Expressions and equations in one or more variables; letters in a row are multiplied.
  public static Match compareExpressions(String answer, String expected, Tolerance tolerance)
      throws UnreadableException {
    MathValue right = Reader.read(expected, LetterRuns.PRODUCTS);
    if (!(right instanceof Scalar) && !(right instanceof Equation)) {
      throw new UnreadableException(Texts.quote(expected) + " is no expression and no equation");
    }
    Values values = new Values(tolerance);
    requireValue(right, values, expected);
    return compare(answer, expected, LetterRuns.PRODUCTS, one -> values.areEqual(one, right));
  }

  /// Formulas of any shape: that of the expected answer. What is no formula is words.
  public static Match compare(String answer, String expected, Tolerance tolerance)
      throws UnreadableException {
    MathValue right;
    try {
      right = Reader.read(expected, LetterRuns.WORDS);
    } catch (UnreadableException _) {
      return compareWords(answer, expected);
    }
    Values values = new Values(tolerance);
    requireValue(right, values, expected);
    return compare(answer, expected, LetterRuns.WORDS, one -> values.areEqual(one, right));
  }

  /// Parts of the number line: intervals, their unions, inequalities in one name, points.
  public static Match compareIntervals(String answer, String expected, Tolerance tolerance)
      throws UnreadableException {
    MathValue right = Reader.read(expected, LetterRuns.WORDS);
    if (Intervals.of(right).isEmpty()) {
      throw new UnreadableException(Texts.quote(expected) + " is no part of the number line");
    }
    Values values = new Values(tolerance);
    return compare(answer, expected, LetterRuns.WORDS, one -> values.areIntervals(one, right));
  }

  /// Whether two texts that are formulas say the same; empty when one of them is none.
  public static Optional<Boolean> areEqual(String given, String expected, Tolerance tolerance) {
    try {
      MathValue right = Reader.read(expected, LetterRuns.WORDS);
      return Optional.of(
          new Values(tolerance).areEqual(Reader.read(given, LetterRuns.WORDS), right));
    } catch (UnreadableException _) {
      // One of them is no formula.
      return Optional.empty();
    }
  }

  /// The number that an expression without variables is; empty when the text is none.
  public static Optional<BigDecimal> constant(String text) {
    try {
      return Reader.read(text, LetterRuns.WORDS) instanceof Scalar(Expression expression)
              && expression.variables().isEmpty()
          ? Optional.of(expression.value(Map.of())).filter(Real::exists).map(Real::toDecimal)
          : Optional.empty();
    } catch (UnreadableException _) {
      // The text is no formula.
      return Optional.empty();
    }
  }

  private static void requireValue(MathValue right, Values values, String expected)
      throws UnreadableException {
    if (right instanceof Scalar && !values.areEqual(right, right)) {
      throw new UnreadableException(
          Texts.quote(expected) + " has no real value at any point tried");
    }
  }

  private static Match compareWords(String answer, String expected) {
    String words = Typeset.plain(expected);
    Match whole = Texts.compare(Typeset.plain(answer), words);
    return whole.isSame() ? whole : Texts.compare(Typeset.plain(Texts.afterLead(answer)), words);
  }

  private static Match compare(
      String answer, String expected, LetterRuns runs, Predicate<MathValue> fits) {
    String problem = "";
    for (String reading : readings(answer, runs)) {
      try {
        if (fits.test(Reader.read(reading, runs))) {
          return new Match.Same();
        }
      } catch (UnreadableException e) {
        problem = problem.isEmpty() ? ": " + e.reason() : problem;
      }
    }
    return new Match.Different(Texts.quote(answer) + " is not " + Texts.quote(expected) + problem);
  }

  private static boolean areSideBySide(String text) {
    return FORMULA.matcher(text).results().limit(2).count() == 2
        && BETWEEN.matcher(FORMULA.matcher(text).replaceAll("")).replaceAll("").isEmpty();
  }

  private static boolean isFormula(String text, LetterRuns runs) {
    try {
      Reader.read(text, runs);
      return true;
    } catch (UnreadableException _) {
      // It goes on in words.
      return false;
    }
  }

  /// One that stands further back takes back those before it, and of several side by side none is
  /// the answer.
  private static Set<String> readings(String answer, LetterRuns runs) {
    Set<String> readings = new LinkedHashSet<>();
    readings.add(answer);
    String rest = Texts.afterLead(answer);
    readings.add(rest);
    int close = answer.lastIndexOf('$');
    int open = close < 1 ? -1 : answer.lastIndexOf('$', close - 1);
    if (open >= 0
        && close > open + 1
        && !areSideBySide(answer)
        && !(answer.substring(close + 1).endsWith(rest) && isFormula(rest, runs))) {
      readings.add(answer.substring(open + 1, close));
    }
    return readings;
  }
}

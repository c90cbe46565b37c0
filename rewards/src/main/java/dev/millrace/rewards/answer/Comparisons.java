package dev.millrace.rewards.answer;

import dev.millrace.rewards.answer.Elements.Order;
import dev.millrace.rewards.answer.Numbers.Search;
import dev.millrace.rewards.answer.math.Formulas;
import dev.millrace.rewards.answer.quantity.Tolerance;
import dev.millrace.rewards.answer.text.Match;
import dev.millrace.rewards.answer.text.Texts;
import dev.millrace.rewards.answer.text.UnreadableException;
import dev.millrace.rewards.answer.text.Words;
import dev.millrace.rollout.task.AnswerRules;
import dev.millrace.rollout.task.FinalAnswer;
import dev.millrace.rollout.task.Verification.ExpectedAnswer;

/// The comparison of every kind of answer.
final class Comparisons {
  private Comparisons() {}

  /// @param right one of the answers that are right
  /// @throws UnreadableException when one of the two is not what the kind asks for
  static Match compare(String answer, String right, ExpectedAnswer expected)
      throws UnreadableException {
    AnswerRules rules = expected.rules();
    Tolerance tolerance = new Tolerance(rules.tolerance(), rules.absolute());
    return switch (expected.kind()) {
      case NUMBER -> Numbers.compare(answer, right, tolerance, search(rules));
      case DATE -> Dates.compare(answer, right);
      case TEXT -> Texts.compare(answer, right);
      case EXACT -> Texts.compareExactly(answer, right);
      case WORDS -> Words.compare(answer, right);
      case SET -> new Elements(tolerance, Order.SET).compare(answer, right);
      case MULTISET -> new Elements(tolerance, Order.MULTISET).compare(answer, right);
      case LIST -> new Elements(tolerance, Order.LIST).compare(answer, right);
      case INTERVAL -> Formulas.compareIntervals(answer, right, tolerance);
      case ALGEBRA -> Formulas.compareExpressions(answer, right, tolerance);
      case MATH -> MathAnswers.compare(answer, right, tolerance);
      case CHOICE -> new Choices(rules.options()).compare(answer, right);
      case JSON -> JsonAnswers.compare(answer, right, tolerance, rules.arrays());
      case SCHEMA -> JsonAnswers.fits(answer, right);
      case REGEX -> Patterns.compare(answer, right);
    };
  }

  /// Whether an expected answer is what its kind asks for.
  ///
  /// @return the same, or what is wrong with it
  static Match check(String right, ExpectedAnswer expected) throws UnreadableException {
    return switch (expected.kind()) {
      case REGEX -> Patterns.check(right);
      case SCHEMA -> JsonAnswers.check(right);
      default -> compare(right, right, expected);
    };
  }

  /// A mark says where the answer is, so what stands there is one number.
  private static Search search(AnswerRules rules) {
    return rules.finalAnswer() == FinalAnswer.WHOLE ? Search.LAST : Search.ONLY;
  }
}

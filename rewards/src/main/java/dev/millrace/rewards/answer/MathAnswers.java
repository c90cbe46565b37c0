package dev.millrace.rewards.answer;

import dev.millrace.rewards.answer.math.Formulas;
import dev.millrace.rewards.answer.quantity.Quantity;
import dev.millrace.rewards.answer.quantity.Tolerance;
import dev.millrace.rewards.answer.text.Match;
import dev.millrace.rewards.answer.text.Texts;
import dev.millrace.rewards.answer.text.UnreadableException;
import java.util.Optional;

/// Formulas of any shape. A number may have a unit: one that is expected must be there, one that is
/// not may be.
final class MathAnswers {
  private MathAnswers() {}

  static Match compare(String answer, String expected, Tolerance tolerance)
      throws UnreadableException {
    Optional<Quantity> right = quantity(expected);
    boolean measured = right.filter(MathAnswers::needsUnit).isPresent();
    Match formulas = Formulas.compare(answer, expected, tolerance);
    if (formulas.isSame() && !measured) {
      return formulas;
    }
    Optional<Quantity> given = quantity(answer).or(() -> quantity(Texts.afterLead(answer)));
    boolean either = measured || given.filter(one -> !one.unit().isNumber()).isPresent();
    return either && right.isPresent() && given.isPresent()
        ? Numbers.compare(given.get(), right.get(), tolerance)
        : formulas;
  }

  /// Degrees may be left out.
  private static boolean needsUnit(Quantity quantity) {
    return !quantity.unit().isNumber() && !quantity.unit().dimension().equals("angle");
  }

  private static Optional<Quantity> quantity(String text) {
    try {
      return Optional.of(Quantity.whole(text));
    } catch (UnreadableException _) {
      // It is no number with a unit, but may still be a formula.
      return Optional.empty();
    }
  }
}

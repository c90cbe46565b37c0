package dev.millrace.rewards.answer;

import dev.millrace.rewards.answer.math.Formulas;
import dev.millrace.rewards.answer.quantity.Quantity;
import dev.millrace.rewards.answer.quantity.Tolerance;
import dev.millrace.rewards.answer.quantity.Unit;
import dev.millrace.rewards.answer.text.Match;
import dev.millrace.rewards.answer.text.Texts;
import dev.millrace.rewards.answer.text.UnreadableException;
import java.math.BigDecimal;
import java.util.Optional;

/// Numbers and quantities, by value.
final class Numbers {
  /// How the number is found in an answer.
  enum Search {
    /// The last one in it, behind whatever words.
    LAST,
    /// The only one in it.
    ONLY
  }

  private Numbers() {}

  static Match compare(String answer, String expected, Tolerance tolerance, Search search)
      throws UnreadableException {
    Optional<Quantity> whole = whole(expected);
    Quantity right = whole.isPresent() ? whole.get() : Quantity.whole(expected);
    Quantity given =
        switch (search) {
          case LAST -> {
            Optional<Quantity> known = whole(answer).or(() -> whole(Texts.afterLead(answer)));
            yield known.isPresent() ? known.get() : Quantity.lastIn(answer);
          }
          case ONLY -> {
            Optional<Quantity> known = whole(answer);
            yield known.isPresent() ? known.get() : Quantity.onlyIn(answer);
          }
        };
    return compare(given, right, tolerance);
  }

  static Match compare(Quantity given, Quantity right, Tolerance tolerance) {
    if (right.unit().isNumber()) {
      // A number without a unit is asked for: what unit the answer adds is its own affair, save
      // percent.
      boolean same =
          tolerance.allows(given.value(), right.value())
              || (given.unit().isNumber() && tolerance.allows(base(given), base(right)));
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
    return Match.of(tolerance.allows(converted, right.value()), given.text(), right.text());
  }

  /// One quantity and nothing else, or what an expression of numbers comes to.
  private static Optional<Quantity> whole(String text) {
    try {
      return Optional.of(Quantity.whole(text));
    } catch (UnreadableException _) {
      // It is more than one number.
      return Formulas.constant(text).map(value -> new Quantity(value, Unit.ONE, Texts.quote(text)));
    }
  }

  private static BigDecimal base(Quantity quantity) {
    return quantity.unit().toBase(quantity.value());
  }
}

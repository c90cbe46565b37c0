package dev.millrace.rewards.answer.token;

import dev.millrace.rewards.answer.expression.Function;
import dev.millrace.rewards.answer.expression.Rational;

/// A piece of a formula.
public sealed interface Token {
  /// @param isSpaced whether white space stands before it
  /// @param isVulgar whether it is one character, as ½ is
  record Numeral(Rational value, String digits, boolean isSpaced, boolean isVulgar)
      implements Token {}

  /// A variable's name, one letter or a Greek one's name.
  record Letter(String name) implements Token {}

  record Named(Function function) implements Token {}

  /// A command of LaTeX that takes arguments: `frac`, `sqrt`, `binom`, `lfloor`, `begin` …
  record Command(String name) implements Token {}

  /// Words, which no formula has.
  record Word(String text) implements Token {}

  /// Any other character, in one form: `*` for `\cdot`, `≤` for `\leq`, `⦃` and `⦄` for the braces
  /// of a set, `∨` for "or", `∧` for "and", a line feed for the end of a matrix's row.
  record Sign(char sign) implements Token {}

  record End() implements Token {}

  /// Whether this is one of these signs.
  default boolean isSign(String signs) {
    return this instanceof Sign(char sign) && signs.indexOf(sign) >= 0;
  }
}

package dev.millrace.rewards.answer.math;

import dev.millrace.rewards.answer.expression.Expression;
import dev.millrace.rewards.answer.math.MathValue.Listing;
import dev.millrace.rewards.answer.math.MathValue.Scalar;
import dev.millrace.rewards.answer.math.MathValue.SetOf;
import dev.millrace.rewards.answer.math.MathValue.Union;
import dev.millrace.rewards.answer.text.UnreadableException;
import dev.millrace.rewards.answer.token.LetterRuns;
import dev.millrace.rewards.answer.token.Lexer;
import dev.millrace.rewards.answer.token.Token;
import java.util.ArrayList;
import java.util.List;

/// Reads whole answers: values side by side, equations, inequalities, unions; what is between them
/// is read by [Sums]. Used by one thread.
final class Reader {
  private static final int MOST_ITEMS = 256;

  private final Tokens tokens;
  private final Sums sums;
  private int inequalities;

  private Reader(Tokens tokens) {
    this.tokens = tokens;
    this.sums = new Sums(tokens, this);
  }

  /// What a formula says; with `±` in it, the set of what it says with either sign.
  static MathValue read(String text, LetterRuns runs) throws UnreadableException {
    List<Token> list = Lexer.tokens(text, runs);
    MathValue upper = new Reader(new Tokens(text, list, 1)).whole();
    boolean both = list.contains(new Token.Sign('±')) || list.contains(new Token.Sign('∓'));
    return both ? new SetOf(List.of(upper, new Reader(new Tokens(text, list, -1)).whole())) : upper;
  }

  /// An expression and nothing else.
  static Expression expression(String text, LetterRuns runs) throws UnreadableException {
    if (read(text, runs) instanceof Scalar(Expression expression)) {
      return expression;
    }
    throw Tokens.refuse(text, "is no single expression");
  }

  private MathValue whole() throws UnreadableException {
    MathValue value = items();
    if (!tokens.isAtEnd()) {
      throw tokens.unexpected();
    }
    return value;
  }

  /// Values with separators between them, up to the bracket that closes them or the end.
  MathValue items() throws UnreadableException {
    int before = inequalities;
    List<MathValue> items = new ArrayList<>();
    boolean alternatives = true;
    items.add(chain());
    while (tokens.isAny(",;∧∨")) {
      alternatives &= separator() == '∨';
      if (items.size() == MOST_ITEMS) {
        throw tokens.refuse("holds more than " + MOST_ITEMS + " values");
      }
      items.add(chain());
    }
    if (items.size() == 1) {
      return items.getFirst();
    }
    if (inequalities == before) {
      return new Listing(items);
    }
    if (!alternatives) {
      throw tokens.refuse("joins inequalities by something else than \"or\"");
    }
    return new Union(items);
  }

  /// One separator, or a comma with "and" or "or" behind it.
  private char separator() {
    char sign = tokens.takeSign();
    return sign == ',' && tokens.isAny("∧∨") ? tokens.takeSign() : sign;
  }

  private MathValue chain() throws UnreadableException {
    if (tokens.skipFunctionName()) {
      return union();
    }
    List<MathValue> sides = new ArrayList<>();
    StringBuilder relations = new StringBuilder();
    sides.add(union());
    while (tokens.isAny("=≈<>≤≥≠∈")) {
      relations.append(tokens.takeSign());
      sides.add(union());
    }
    if (relations.isEmpty()) {
      return sides.getFirst();
    }
    if (relations.chars().anyMatch(sign -> "<>≤≥≠".indexOf(sign) >= 0)) {
      inequalities++;
      return Relations.inequality(sides, relations.toString(), tokens);
    }
    return Relations.equality(sides, relations.toString(), tokens);
  }

  private MathValue union() throws UnreadableException {
    MathValue first = sums.sum();
    if (!tokens.isAny("∪")) {
      return first;
    }
    List<MathValue> parts = new ArrayList<>(List.of(first));
    while (tokens.take('∪')) {
      parts.add(sums.sum());
    }
    return new Union(parts);
  }
}

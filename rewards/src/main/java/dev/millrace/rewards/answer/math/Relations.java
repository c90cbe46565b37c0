package dev.millrace.rewards.answer.math;

import dev.millrace.rewards.answer.expression.Expression;
import dev.millrace.rewards.answer.expression.Expression.Variable;
import dev.millrace.rewards.answer.expression.Real;
import dev.millrace.rewards.answer.math.MathValue.Equation;
import dev.millrace.rewards.answer.math.MathValue.Group;
import dev.millrace.rewards.answer.math.MathValue.Scalar;
import dev.millrace.rewards.answer.math.MathValue.Union;
import dev.millrace.rewards.answer.text.UnreadableException;
import java.util.List;

/// What equations and inequalities say of the one name in them.
final class Relations {
  private static final Expression INFINITE =
      new Expression.Constant(new Real.Inexact(Double.POSITIVE_INFINITY));

  private Relations() {}

  /// `x = 3` says 3, `2 + 2 = 4` says 4, `x ∈ S` says S; others are equations.
  static MathValue equality(List<MathValue> sides, String relations, Tokens tokens)
      throws UnreadableException {
    MathValue first = sides.getFirst();
    MathValue last = sides.getLast();
    if (relations.endsWith("∈") && relations.indexOf('∈') == relations.length() - 1) {
      return last;
    }
    if (relations.indexOf('∈') >= 0) {
      throw tokens.refuse("has ∈ where only one may be, at the end");
    }
    if (!(first instanceof Scalar(Expression left)) || !(last instanceof Scalar(var right))) {
      return last;
    }
    if (left instanceof Variable(String name) && !right.variables().contains(name)) {
      return last;
    }
    if (right instanceof Variable(String name) && !left.variables().contains(name)) {
      return first;
    }
    return left.variables().isEmpty() || sides.size() > 2 ? last : new Equation(left, right);
  }

  /// The interval that bounds the one name, as in `x > 3`, `2 ≥ x` or `1 < x ≤ 5`.
  static MathValue inequality(List<MathValue> sides, String relations, Tokens tokens)
      throws UnreadableException {
    if (sides.size() == 2 && sides.get(0) instanceof Scalar(Variable(String name))) {
      return half(name, relations.charAt(0), sides.get(1), tokens);
    }
    if (sides.size() == 2 && sides.get(1) instanceof Scalar(Variable _)) {
      return inequality(sides.reversed(), String.valueOf(turned(relations.charAt(0))), tokens);
    }
    if (sides.size() == 3 && sides.get(1) instanceof Scalar(Variable _)) {
      if (relations.matches("[>≥]{2}")) {
        String turned = "" + turned(relations.charAt(1)) + turned(relations.charAt(0));
        return inequality(sides.reversed(), turned, tokens);
      }
      if (relations.matches("[<≤]{2}")) {
        return new Group(
            relations.charAt(0) == '<' ? '(' : '[',
            relations.charAt(1) == '<' ? ')' : ']',
            List.of(sides.get(0), sides.get(2)));
      }
    }
    throw tokens.refuse("is no inequality that bounds one name");
  }

  private static MathValue half(String name, char relation, MathValue bound, Tokens tokens)
      throws UnreadableException {
    if (!(bound instanceof Scalar(Expression value)) || value.variables().contains(name)) {
      throw tokens.refuse("is no inequality that bounds " + name);
    }
    return switch (relation) {
      case '<' -> below(bound, ')');
      case '≤' -> below(bound, ']');
      case '>' -> above(bound, '(');
      case '≥' -> above(bound, '[');
      case '≠' -> new Union(List.of(below(bound, ')'), above(bound, '(')));
      default -> throw tokens.refuse("mixes an inequality with something else");
    };
  }

  /// Everything.
  static Group line() {
    return new Group(
        '(', ')', List.of(new Scalar(Expression.negative(INFINITE)), new Scalar(INFINITE)));
  }

  static Expression infinite() {
    return INFINITE;
  }

  private static Group below(MathValue bound, char close) {
    return new Group('(', close, List.of(line().items().getFirst(), bound));
  }

  private static Group above(MathValue bound, char open) {
    return new Group(open, ')', List.of(bound, line().items().getLast()));
  }

  private static char turned(char relation) {
    return switch (relation) {
      case '<' -> '>';
      case '>' -> '<';
      case '≤' -> '≥';
      case '≥' -> '≤';
      default -> relation;
    };
  }
}

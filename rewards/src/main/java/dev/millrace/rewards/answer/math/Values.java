package dev.millrace.rewards.answer.math;

import dev.millrace.rewards.answer.expression.Algebra;
import dev.millrace.rewards.answer.expression.Expression;
import dev.millrace.rewards.answer.expression.Function;
import dev.millrace.rewards.answer.math.MathValue.Equation;
import dev.millrace.rewards.answer.math.MathValue.Group;
import dev.millrace.rewards.answer.math.MathValue.Listing;
import dev.millrace.rewards.answer.math.MathValue.Matrix;
import dev.millrace.rewards.answer.math.MathValue.Scalar;
import dev.millrace.rewards.answer.math.MathValue.SetOf;
import dev.millrace.rewards.answer.math.MathValue.Union;
import dev.millrace.rewards.answer.quantity.Tolerance;
import java.util.List;
import java.util.Optional;

/// Compares what formulas say, in the shape of what is expected.
final class Values {
  private final Algebra algebra;

  Values(Tolerance tolerance) {
    algebra = new Algebra(tolerance);
  }

  boolean areEqual(MathValue given, MathValue expected) {
    MathValue one = single(given);
    return switch (single(expected)) {
      case Scalar(Expression right) -> isScalar(one, right);
      case Equation right ->
          one instanceof Equation equation
              && algebra.areProportional(equation.difference(), right.difference());
      case Group right -> isGroup(one, right);
      case SetOf(List<MathValue> right) -> isSet(one, right) || areIntervals(one, expected);
      case Listing(List<MathValue> right) ->
          isSet(one, right) || (one instanceof Group group && inOrder(group.items(), right));
      case Union right -> areIntervals(one, right);
      case Matrix(List<List<MathValue>> right) -> isMatrix(one, right);
    };
  }

  /// Whether both say the same part of the number line.
  boolean areIntervals(MathValue given, MathValue expected) {
    Optional<Intervals> right = Intervals.of(expected);
    return right.isPresent()
        && Intervals.of(given)
            .filter(intervals -> intervals.areEqual(right.get(), algebra))
            .isPresent();
  }

  /// The same values in any order; how often one stands does not count.
  private boolean areElements(List<MathValue> given, List<MathValue> expected) {
    return given.stream().allMatch(one -> expected.stream().anyMatch(right -> areEqual(one, right)))
        && expected.stream()
            .allMatch(right -> given.stream().anyMatch(one -> areEqual(one, right)));
  }

  private boolean isScalar(MathValue given, Expression right) {
    return switch (given) {
      case Scalar(Expression expression) -> sameNumber(expression, right);
      // An identity, such as the working with its result.
      case Equation(Expression left, Expression other) ->
          algebra.areEqual(left, other) && sameNumber(other, right);
      default -> false;
    };
  }

  /// Degrees and percent may be left out, or be spelled out as the number that they are.
  private boolean sameNumber(Expression given, Expression right) {
    return algebra.areEqual(given, right)
        || (isMarked(given) != isMarked(right)
            && algebra.areEqual(unmarked(given), unmarked(right)));
  }

  private static boolean isMarked(Expression expression) {
    return expression instanceof Expression.Call(Function function, _)
        && (function == Function.DEGREES || function == Function.PERCENT);
  }

  private static Expression unmarked(Expression expression) {
    return isMarked(expression) && expression instanceof Expression.Call(_, var arguments)
        ? arguments.getFirst()
        : expression;
  }

  private boolean isSet(MathValue given, List<MathValue> right) {
    return switch (given) {
      case SetOf(List<MathValue> items) -> areElements(items, right);
      case Listing(List<MathValue> items) -> areElements(items, right);
      default -> right.size() == 1 && areEqual(given, right.getFirst());
    };
  }

  private boolean isGroup(MathValue given, Group right) {
    boolean interval = (right.open() == '(') != (right.close() == ')');
    List<MathValue> items = right.items();
    return switch (given) {
      case Group group ->
          (!interval && inOrder(group.items(), items) && sameBrackets(group, right))
              || areIntervals(group, right);
      case Listing(List<MathValue> listed) ->
          !interval && right.open() == '(' && inOrder(listed, items);
      case Matrix(List<List<MathValue>> rows) -> !interval && inOrder(vector(rows), items);
      case Union union -> areIntervals(union, right);
      default -> false;
    };
  }

  /// Two values in brackets may be an interval, so there the brackets count.
  private static boolean sameBrackets(Group given, Group right) {
    return right.items().size() != 2
        || (given.open() == right.open() && given.close() == right.close());
  }

  private boolean isMatrix(MathValue given, List<List<MathValue>> right) {
    List<List<MathValue>> rows =
        switch (given) {
          case Matrix(List<List<MathValue>> all) -> all;
          case Group group -> rows(group, right.size());
          default -> List.of();
        };
    if (rows.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < rows.size(); i++) {
      if (!inOrder(rows.get(i), right.get(i))) {
        return false;
      }
    }
    return true;
  }

  /// A list of rows, or a list that is the one row or the one column expected.
  private static List<List<MathValue>> rows(Group group, int expected) {
    if (group.items().stream().allMatch(Group.class::isInstance)) {
      return group.items().stream().map(row -> ((Group) row).items()).toList();
    }
    return expected == 1 ? List.of(group.items()) : group.items().stream().map(List::of).toList();
  }

  private static List<MathValue> vector(List<List<MathValue>> rows) {
    return rows.size() == 1
        ? rows.getFirst()
        : rows.stream()
            .flatMap(row -> row.size() == 1 ? row.stream() : row.stream().limit(0))
            .toList();
  }

  private boolean inOrder(List<MathValue> given, List<MathValue> right) {
    if (given.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < right.size(); i++) {
      if (!areEqual(given.get(i), right.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static MathValue single(MathValue value) {
    return switch (value) {
      case SetOf(List<MathValue> items) when items.size() == 1 -> single(items.getFirst());
      default -> value;
    };
  }
}

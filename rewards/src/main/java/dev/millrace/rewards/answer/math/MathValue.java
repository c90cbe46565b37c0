package dev.millrace.rewards.answer.math;

import dev.millrace.rewards.answer.expression.Expression;
import java.util.List;

/// What a formula says: a number or expression, or something made of them.
sealed interface MathValue {
  record Scalar(Expression expression) implements MathValue {}

  /// What stands in round or square brackets: a tuple, or an interval.
  record Group(char open, char close, List<MathValue> items) implements MathValue {
    public Group {
      items = List.copyOf(items);
    }
  }

  record SetOf(List<MathValue> items) implements MathValue {
    public SetOf {
      items = List.copyOf(items);
    }
  }

  /// Values side by side, without brackets.
  record Listing(List<MathValue> items) implements MathValue {
    public Listing {
      items = List.copyOf(items);
    }
  }

  record Union(List<MathValue> parts) implements MathValue {
    public Union {
      parts = List.copyOf(parts);
    }
  }

  record Matrix(List<List<MathValue>> rows) implements MathValue {
    public Matrix {
      rows = rows.stream().map(List::copyOf).toList();
    }
  }

  record Equation(Expression left, Expression right) implements MathValue {
    /// What is zero where the equation holds.
    Expression difference() {
      return Expression.minus(left, right);
    }
  }
}

package dev.millrace.rewards.answer.math;

import dev.millrace.rewards.answer.expression.Algebra;
import dev.millrace.rewards.answer.expression.Expression;
import dev.millrace.rewards.answer.expression.Rational;
import dev.millrace.rewards.answer.expression.Real;
import dev.millrace.rewards.answer.math.MathValue.Group;
import dev.millrace.rewards.answer.math.MathValue.Listing;
import dev.millrace.rewards.answer.math.MathValue.Scalar;
import dev.millrace.rewards.answer.math.MathValue.SetOf;
import dev.millrace.rewards.answer.math.MathValue.Union;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Parts of the number line: unions of intervals and points, in order and with nothing that could
/// be joined.
record Intervals(List<Part> parts) {
  Intervals {
    parts = List.copyOf(parts);
  }

  enum End {
    OPEN,
    CLOSED
  }

  record Part(Real from, End start, Real to, End end) {}

  /// The intervals that a value says, if it says any.
  static Optional<Intervals> of(MathValue value) {
    List<Part> parts = new ArrayList<>();
    return collect(value, parts) ? Optional.of(joined(parts)) : Optional.empty();
  }

  boolean areEqual(Intervals expected, Algebra algebra) {
    if (parts.size() != expected.parts.size()) {
      return false;
    }
    for (int i = 0; i < parts.size(); i++) {
      Part given = parts.get(i);
      Part right = expected.parts.get(i);
      if (given.start != right.start
          || given.end != right.end
          || !algebra.areEqual(given.from, right.from)
          || !algebra.areEqual(given.to, right.to)) {
        return false;
      }
    }
    return true;
  }

  private static boolean collect(MathValue value, List<Part> parts) {
    return switch (value) {
      case Group(char open, char close, List<MathValue> ends) -> {
        Optional<Part> part = ends.size() == 2 ? interval(open, close, ends) : Optional.empty();
        part.ifPresent(parts::add);
        yield part.isPresent();
      }
      case Union(List<MathValue> all) -> all.stream().allMatch(part -> collect(part, parts));
      case Listing(List<MathValue> all) -> all.stream().allMatch(part -> collect(part, parts));
      case SetOf(List<MathValue> points) -> points.stream().allMatch(point -> point(point, parts));
      case Scalar _ -> point(value, parts);
      case MathValue.Matrix _, MathValue.Equation _ -> false;
    };
  }

  private static boolean point(MathValue value, List<Part> parts) {
    Optional<Real> number = number(value).filter(Real::exists);
    number.ifPresent(point -> parts.add(new Part(point, End.CLOSED, point, End.CLOSED)));
    return number.isPresent();
  }

  private static Optional<Part> interval(char open, char close, List<MathValue> ends) {
    Optional<Real> from = number(ends.getFirst());
    Optional<Real> to = number(ends.getLast());
    if (from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    End start = open == '[' && from.get().exists() ? End.CLOSED : End.OPEN;
    End end = close == ']' && to.get().exists() ? End.CLOSED : End.OPEN;
    return Optional.of(new Part(from.get(), start, to.get(), end));
  }

  /// The number that an end is; NaN is none, and neither is one that is too large for a double.
  private static Optional<Real> number(MathValue value) {
    return value instanceof Scalar(Expression expression) && expression.variables().isEmpty()
        ? Optional.of(expression.value(Map.of()))
            .filter(real -> real.exists() || expression.namesInfinity())
            .filter(real -> !Double.isNaN(real.toDouble()))
        : Optional.empty();
  }

  private static Intervals joined(List<Part> parts) {
    List<Part> sorted =
        parts.stream()
            .filter(part -> !isEmpty(part))
            .sorted(
                Comparator.comparing(Part::from, Intervals::compare)
                    .thenComparingInt(part -> part.start == End.CLOSED ? 0 : 1))
            .toList();
    List<Part> joined = new ArrayList<>();
    for (Part part : sorted) {
      if (!joined.isEmpty() && touch(joined.getLast(), part)) {
        joined.add(join(joined.removeLast(), part));
      } else {
        joined.add(part);
      }
    }
    return new Intervals(joined);
  }

  private static boolean isEmpty(Part part) {
    int order = compare(part.from, part.to);
    return order > 0 || (order == 0 && (part.start == End.OPEN || part.end == End.OPEN));
  }

  private static boolean touch(Part left, Part right) {
    int order = compare(right.from, left.to);
    return order < 0 || (order == 0 && (left.end == End.CLOSED || right.start == End.CLOSED));
  }

  private static Part join(Part left, Part right) {
    int order = compare(left.to, right.to);
    End end =
        order == 0
            ? (left.end == End.CLOSED ? End.CLOSED : right.end)
            : order > 0 ? left.end : right.end;
    return new Part(left.from, left.start, order >= 0 ? left.to : right.to, end);
  }

  private static int compare(Real one, Real other) {
    return one instanceof Real.Exact(Rational a) && other instanceof Real.Exact(Rational b)
        ? a.compareTo(b)
        : Double.compare(one.toDouble(), other.toDouble());
  }
}

package dev.millrace.rollout.template;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `a < b <= c`: each operand is worked out once, and none after one comparison has failed.
final class Comparisons {
  private Comparisons() {}

  /// @param compiled what operands become
  static Value of(Expression.Comparison comparison, Function<Expression, Value> compiled) {
    Value first = compiled.apply(comparison.first());
    List<Expression.Compared> others = comparison.others();
    Position at = comparison.at();
    Value[] values =
        others.stream().map(other -> compiled.apply(other.with())).toArray(Value[]::new);
    String[] operators = others.stream().map(Expression.Compared::operator).toArray(String[]::new);
    if (operators.length == 1) {
      Value second = values[0];
      return switch (operators[0]) {
        case "==" -> frame -> Values.equal(first.in(frame), second.in(frame), frame.run, at);
        case "!=" -> frame -> !Values.equal(first.in(frame), second.in(frame), frame.run, at);
        case "in" -> frame -> contained(first.in(frame), second.in(frame), frame.run, at);
        case "not in" -> frame -> !contained(first.in(frame), second.in(frame), frame.run, at);
        default -> {
          String operator = operators[0];
          yield frame -> holds(first.in(frame), operator, second.in(frame), frame.run, at);
        }
      };
    }
    return frame -> {
      Object left = first.in(frame);
      for (int i = 0; i < values.length; i++) {
        Object right = values[i].in(frame);
        if (!holds(left, operators[i], right, frame.run, at)) {
          return false;
        }
        left = right;
      }
      return true;
    };
  }

  private static boolean contained(
      @Nullable Object item, @Nullable Object container, Run run, Position at) {
    return Values.contains(container, item, run, at);
  }

  private static boolean holds(
      @Nullable Object left, String operator, @Nullable Object right, Run run, Position at) {
    return switch (operator) {
      case "==" -> Values.equal(left, right, run, at);
      case "!=" -> !Values.equal(left, right, run, at);
      case "in" -> Values.contains(right, left, run, at);
      case "not in" -> !Values.contains(right, left, run, at);
      case "<" -> Values.compare(left, right, run, at) < 0;
      case "<=" -> Values.compare(left, right, run, at) <= 0;
      case ">" -> Values.compare(left, right, run, at) > 0;
      default -> Values.compare(left, right, run, at) >= 0;
    };
  }
}

package dev.millrace.rollout.template;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `a + b + c`. Nearly always these are texts, which are then put together, or written, in one go.
///
/// @param parts two or more, in their order
/// @param signs where the plus stands before each part but the first
@SuppressWarnings("ArrayRecordComponent") // Never compared, and read in a hot loop.
record Sum(Value[] parts, Position[] signs) implements Value {
  static Sum of(Expression.Binary binary, Function<Expression, Value> compiled) {
    List<Value> parts = new ArrayList<>();
    List<Position> signs = new ArrayList<>();
    Expression rest = binary;
    while (rest instanceof Expression.Binary(String sign, var left, var right, Position at)
        && sign.equals("+")) {
      parts.addFirst(compiled.apply(right));
      signs.addFirst(at);
      rest = left;
    }
    parts.addFirst(compiled.apply(rest));
    return new Sum(parts.toArray(Value[]::new), signs.toArray(Position[]::new));
  }

  @Override
  public @Nullable Object in(Frame frame) {
    @Nullable Object[] values = evaluated(frame);
    if (values.length == 2) {
      return Numbers.plus(values[0], values[1], signs[0]);
    }
    long length = textLength(values);
    return length < 0 || length > Run.MAX_CHARS ? added(values) : joined(values, (int) length);
  }

  /// Writes what it comes to.
  Step.Go write(Frame frame) {
    @Nullable Object[] values = evaluated(frame);
    if (textLength(values) < 0) {
      frame.run.write(PyText.str(added(values), signs[0]));
    } else {
      for (Object text : values) {
        frame.run.write(String.valueOf(text));
      }
    }
    return Step.Go.ON;
  }

  private @Nullable Object[] evaluated(Frame frame) {
    @Nullable Object[] values = new @Nullable Object[parts.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = parts[i].in(frame);
    }
    return values;
  }

  /// The length of all together, or below 0 where not all are texts.
  private static long textLength(@Nullable Object[] values) {
    long length = 0;
    for (Object value : values) {
      if (!(value instanceof String text)) {
        return -1;
      }
      length += text.length();
    }
    return length;
  }

  private static String joined(@Nullable Object[] texts, int length) {
    StringBuilder out = new StringBuilder(length);
    for (Object text : texts) {
      out.append(text);
    }
    return out.toString();
  }

  private @Nullable Object added(@Nullable Object[] values) {
    Object sum = values[0];
    for (int i = 1; i < values.length; i++) {
      sum = Numbers.plus(sum, values[i], signs[i - 1]);
    }
    return sum;
  }
}

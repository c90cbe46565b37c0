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
      parts.add(compiled.apply(right));
      signs.add(at);
      rest = left;
    }
    parts.add(compiled.apply(rest));
    return new Sum(
        parts.reversed().toArray(Value[]::new), signs.reversed().toArray(Position[]::new));
  }

  @Override
  public @Nullable Object in(Frame frame) {
    @Nullable Object[] values = evaluated(frame);
    long length = textLength(values);
    if (length < 0) {
      return added(values, frame.run);
    }
    Run.fits(length, signs[0]);
    return frame.run.made(joined(values, (int) length), signs[0]);
  }

  /// Writes what it comes to.
  Step.Go write(Frame frame) {
    @Nullable Object[] values = evaluated(frame);
    if (textLength(values) < 0) {
      frame.run.write(PyText.str(added(values, frame.run), signs[0]), signs[0]);
    } else {
      for (Object text : values) {
        frame.run.write(String.valueOf(text), signs[0]);
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
    if (texts.length == 2) {
      return String.valueOf(texts[0]).concat(String.valueOf(texts[1]));
    }
    StringBuilder out = new StringBuilder(length);
    for (Object text : texts) {
      out.append(text);
    }
    return out.toString();
  }

  private @Nullable Object added(@Nullable Object[] values, Run run) {
    Object sum = values[0];
    for (int i = 1; i < values.length; i++) {
      sum = run.made(Numbers.plus(sum, values[i], signs[i - 1]), signs[i - 1]);
    }
    return sum;
  }
}

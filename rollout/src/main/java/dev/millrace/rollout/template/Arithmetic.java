package dev.millrace.rollout.template;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Sums and differences.
final class Arithmetic {
  private Arithmetic() {}

  static Object plus(@Nullable Object left, @Nullable Object right, Position at) {
    if (left instanceof String a && right instanceof String b) {
      return a + b;
    }
    if (left instanceof List<?> a && right instanceof List<?> b) {
      List<@Nullable Object> both = new ArrayList<>(a);
      both.addAll(b);
      return both;
    }
    if (left instanceof Number a && right instanceof Number b) {
      return isWhole(a) && isWhole(b)
          ? exact(() -> Math.addExact(a.longValue(), b.longValue()), at)
          : (Object) (a.doubleValue() + b.doubleValue());
    }
    throw at.error("cannot add " + Values.kind(left) + " and " + Values.kind(right));
  }

  static Object minus(@Nullable Object left, @Nullable Object right, Position at) {
    if (left instanceof Number a && right instanceof Number b) {
      return isWhole(a) && isWhole(b)
          ? exact(() -> Math.subtractExact(a.longValue(), b.longValue()), at)
          : (Object) (a.doubleValue() - b.doubleValue());
    }
    throw at.error("cannot subtract " + Values.kind(right) + " from " + Values.kind(left));
  }

  private static boolean isWhole(Number number) {
    return number instanceof Long || number instanceof Integer || number instanceof Short;
  }

  private static Object exact(LongSupplier sum, Position at) {
    try {
      return sum.getAsLong();
    } catch (ArithmeticException e) {
      throw at.error("the result does not fit into 64 bits");
    }
  }
}

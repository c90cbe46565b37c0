package dev.millrace.rollout.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Python's arithmetic: whole numbers of any size (within a bound), fractions as doubles, truth
/// values as 0 and 1, texts and lists added and repeated.
final class Numbers {
  private static final int MAX_BITS = 20_000;

  private Numbers() {}

  static boolean isNumber(@Nullable Object value) {
    return value instanceof Number || value instanceof Boolean;
  }

  static boolean isWhole(@Nullable Object value) {
    return value instanceof Boolean
        || value instanceof Long
        || value instanceof Integer
        || value instanceof BigInteger
        || value instanceof Short
        || value instanceof Byte;
  }

  static double real(Object number) {
    return number instanceof Boolean flag ? (flag ? 1 : 0) : ((Number) number).doubleValue();
  }

  static BigInteger whole(Object number) {
    return switch (number) {
      case Boolean flag -> flag ? BigInteger.ONE : BigInteger.ZERO;
      case BigInteger big -> big;
      default -> BigInteger.valueOf(((Number) number).longValue());
    };
  }

  static Object small(BigInteger value, Position at) {
    if (value.bitLength() > MAX_BITS) {
      throw at.error("a number has more than " + MAX_BITS + " bits");
    }
    return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
  }

  static int toInt(@Nullable Object value, Position at) {
    if (!isWhole(value)) {
      throw at.error("expected a whole number, found " + Values.kind(value));
    }
    BigInteger whole = whole(Objects.requireNonNull(value));
    if (whole.bitLength() > 31) {
      return whole.signum() < 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE;
    }
    return whole.intValue();
  }

  static int compare(Object left, Object right) {
    if (left instanceof Long a && right instanceof Long b) {
      return Long.compare(a, b);
    }
    if (isWhole(left) && isWhole(right)) {
      return whole(left).compareTo(whole(right));
    }
    double a = real(left);
    double b = real(right);
    // A large whole number may not be one that a double can hold.
    if (isWhole(left) != isWhole(right) && Double.isFinite(a) && Double.isFinite(b)) {
      return exact(left).compareTo(exact(right));
    }
    return a < b ? -1 : a > b ? 1 : 0;
  }

  private static BigDecimal exact(Object number) {
    return isWhole(number) ? new BigDecimal(whole(number)) : new BigDecimal(real(number));
  }

  static Object plus(@Nullable Object left, @Nullable Object right, Position at) {
    if (left instanceof Long a && right instanceof Long b) {
      long sum = a + b;
      return ((a ^ sum) & (b ^ sum)) >= 0 ? (Object) sum : whole(a).add(whole(b));
    }
    if (left instanceof String a && right instanceof String b) {
      return joined(a, b, at);
    }
    if (isText(left) && isText(right)) {
      return new Markup(joined(Markup.escaped(left, at), Markup.escaped(right, at), at));
    }
    if (left instanceof List<?> a
        && right instanceof List<?> b
        && (left instanceof Tuple) == (right instanceof Tuple)) {
      limited(a.size() + (long) b.size(), at);
      List<@Nullable Object> both = new ArrayList<>(a);
      both.addAll(b);
      return left instanceof Tuple ? Tuple.copyOf(both) : both;
    }
    Pair pair = pair(left, right, "+", at);
    return pair.isWhole()
        ? small(pair.a().add(pair.b()), at)
        : (Object) (real(pair.left()) + real(pair.right()));
  }

  private static boolean isText(@Nullable Object value) {
    return value instanceof String || value instanceof Markup;
  }

  private static boolean isRepeatable(@Nullable Object value) {
    return isText(value) || value instanceof List;
  }

  private static void limited(long items, Position at) {
    if (items > Run.MAX_ITEMS) {
      throw at.error("a list has more than " + Run.MAX_ITEMS + " items");
    }
  }

  static String joined(String left, String right, Position at) {
    Run.fits(left.length() + (long) right.length(), at);
    return left.concat(right);
  }

  static Object minus(@Nullable Object left, @Nullable Object right, Position at) {
    Pair pair = pair(left, right, "-", at);
    return pair.isWhole()
        ? small(pair.a().subtract(pair.b()), at)
        : (Object) (real(pair.left()) - real(pair.right()));
  }

  static Object times(@Nullable Object left, @Nullable Object right, Position at) {
    if (isWhole(left) && right != null && isRepeatable(right)) {
      return repeated(right, toInt(left, at), at);
    }
    if (isWhole(right) && left != null && isRepeatable(left)) {
      return repeated(left, toInt(right, at), at);
    }
    Pair pair = pair(left, right, "*", at);
    return pair.isWhole()
        ? small(pair.a().multiply(pair.b()), at)
        : (Object) (real(pair.left()) * real(pair.right()));
  }

  private static Object repeated(Object what, int times, Position at) {
    int count = Math.max(0, times);
    if (what instanceof String text) {
      Run.fits(text.length() * (long) count, at);
      return text.repeat(count);
    }
    if (what instanceof Markup(String text)) {
      return new Markup((String) repeated(text, times, at));
    }
    List<?> list = (List<?>) what;
    limited(list.size() * (long) count, at);
    List<@Nullable Object> all = new ArrayList<>();
    Collections.nCopies(count, list).forEach(all::addAll);
    return what instanceof Tuple ? Tuple.copyOf(all) : all;
  }

  static Object divided(@Nullable Object left, @Nullable Object right, Position at) {
    Pair pair = pair(left, right, "/", at);
    notZero(pair, at);
    return real(pair.left()) / real(pair.right());
  }

  static Object floorDivided(@Nullable Object left, @Nullable Object right, Position at) {
    Pair pair = pair(left, right, "//", at);
    notZero(pair, at);
    if (!pair.isWhole()) {
      return floorDivided(real(pair.left()), real(pair.right()));
    }
    BigInteger[] parts = pair.a().divideAndRemainder(pair.b());
    boolean down = parts[1].signum() != 0 && parts[1].signum() != pair.b().signum();
    return small(down ? parts[0].subtract(BigInteger.ONE) : parts[0], at);
  }

  /// As CPython does it: what the rounding of a plain division would lose is taken from the rest.
  private static double floorDivided(double left, double right) {
    double rest = left % right;
    double quotient = (left - rest) / right;
    if (rest != 0 && (right < 0) != (rest < 0)) {
      quotient -= 1;
    }
    double floor = Math.floor(quotient);
    return quotient == 0
        ? Math.copySign(0.0, left / right)
        : quotient - floor > 0.5 ? floor + 1 : floor;
  }

  static Object modulo(@Nullable Object left, @Nullable Object right, Position at) {
    if (left instanceof String format) {
      return PyFormat.percent(format, right, false, at);
    }
    if (left instanceof Markup(String format)) {
      return new Markup(PyFormat.percent(format, right, true, at));
    }
    Pair pair = pair(left, right, "%", at);
    notZero(pair, at);
    if (pair.isWhole()) {
      BigInteger rest = pair.a().mod(pair.b().abs());
      boolean negative = pair.b().signum() < 0 && rest.signum() != 0;
      return small(negative ? rest.add(pair.b()) : rest, at);
    }
    double by = real(pair.right());
    double rest = real(pair.left()) % by;
    return rest == 0 ? Math.copySign(0.0, by) : (rest < 0) != (by < 0) ? rest + by : rest;
  }

  static Object power(@Nullable Object left, @Nullable Object right, Position at) {
    Pair pair = pair(left, right, "**", at);
    if (pair.isWhole() && pair.b().signum() >= 0) {
      long bits =
          pair.a().bitLength() * pair.b().min(BigInteger.valueOf(MAX_BITS + 1L)).longValue();
      if (bits > MAX_BITS && pair.a().abs().compareTo(BigInteger.ONE) > 0) {
        throw at.error("a number has more than " + MAX_BITS + " bits");
      }
      int exponent =
          pair.b().bitLength() > 31 ? 2 + (pair.b().testBit(0) ? 1 : 0) : pair.b().intValue();
      return small(pair.a().pow(exponent), at);
    }
    if (real(pair.left()) == 0 && real(pair.right()) < 0) {
      throw at.error("zero cannot be raised to a negative power");
    }
    double power = Math.pow(real(pair.left()), real(pair.right()));
    boolean isKnown = Double.isFinite(real(pair.left())) && Double.isFinite(real(pair.right()));
    if (isKnown && !Double.isFinite(power)) {
      throw at.error("a power is too large, or no real number");
    }
    return power;
  }

  static Object negative(@Nullable Object value, Position at) {
    if (value instanceof Double real) {
      return -real;
    }
    return minus(0L, value, at);
  }

  private static void notZero(Pair pair, Position at) {
    if (real(pair.right()) == 0) {
      throw at.error("division by zero");
    }
  }

  private static Pair pair(
      @Nullable Object left, @Nullable Object right, String operator, Position at) {
    if (left == null || right == null || !isNumber(left) || !isNumber(right)) {
      throw at.error(
          "\""
              + operator
              + "\" does not go with "
              + Values.kind(left)
              + " and "
              + Values.kind(right));
    }
    return new Pair(left, right);
  }

  private record Pair(Object left, Object right) {
    boolean isWhole() {
      return Numbers.isWhole(left) && Numbers.isWhole(right);
    }

    BigInteger a() {
      return whole(left);
    }

    BigInteger b() {
      return whole(right);
    }
  }
}

package dev.millrace.rewards.answer.expression;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The functions of an expression, by the names that people write.
public enum Function {
  SQRT("sqrt"),
  CBRT("cbrt"),
  ABS("abs"),
  EXP("exp"),
  LN("ln log"),
  LG("lg"),
  SIN("sin"),
  COS("cos"),
  TAN("tan"),
  COT("cot"),
  SEC("sec"),
  CSC("csc"),
  ARCSIN("arcsin asin"),
  ARCCOS("arccos acos"),
  ARCTAN("arctan atan"),
  SINH("sinh"),
  COSH("cosh"),
  TANH("tanh"),
  FLOOR("floor"),
  CEIL("ceil"),
  FACTORIAL(""),
  DEGREES(""),
  PERCENT(""),
  /// Of a degree and a number.
  ROOT(""),
  /// Of a base and a number.
  LOG(""),
  BINOMIAL("");

  private static final int LARGEST_FACTORIAL = 200;
  private static final Map<String, Function> BY_NAME = new TreeMap<>();

  static {
    for (Function function : values()) {
      for (String name : function.names.split(" ", -1)) {
        if (!name.isEmpty()) {
          BY_NAME.put(name, function);
        }
      }
    }
  }

  private final String names;

  Function(String names) {
    this.names = names;
  }

  /// Every name that a function goes by.
  public static Set<String> names() {
    return Collections.unmodifiableSet(BY_NAME.keySet());
  }

  public static Optional<Function> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /// The inverse that `sin^{-1}` means.
  public Function inverse() {
    return switch (this) {
      case SIN -> ARCSIN;
      case COS -> ARCCOS;
      case TAN -> ARCTAN;
      default -> this;
    };
  }

  Real apply(List<Real> arguments) {
    Real x = arguments.getLast();
    return switch (this) {
      case SQRT -> x.root(2);
      case CBRT -> x.root(3);
      case ABS -> x.abs();
      case FLOOR -> x.floor();
      case CEIL -> Real.of(0).minus(Real.of(0).minus(x).floor());
      case FACTORIAL -> factorial(x);
      case PERCENT -> x.over(Real.of(100));
      case ROOT -> root(arguments.getFirst(), x);
      case LOG -> LN.apply(List.of(x)).over(LN.apply(List.of(arguments.getFirst())));
      case BINOMIAL -> binomial(arguments.getFirst(), x);
      case EXP -> x.inexact(Math::exp);
      case LN -> x.inexact(Math::log);
      case LG -> x.inexact(Math::log10);
      case SIN -> x.inexact(Math::sin);
      case COS -> x.inexact(Math::cos);
      case TAN -> x.inexact(Math::tan);
      case COT -> x.inexact(v -> 1 / Math.tan(v));
      case SEC -> x.inexact(v -> 1 / Math.cos(v));
      case CSC -> x.inexact(v -> 1 / Math.sin(v));
      case ARCSIN -> x.inexact(Math::asin);
      case ARCCOS -> x.inexact(Math::acos);
      case ARCTAN -> x.inexact(Math::atan);
      case SINH -> x.inexact(Math::sinh);
      case COSH -> x.inexact(Math::cosh);
      case TANH -> x.inexact(Math::tanh);
      case DEGREES -> x.inexact(Math::toRadians);
    };
  }

  private static Real root(Real degree, Real x) {
    int n = whole(degree, 64);
    return n < 1 ? x.power(Real.of(1).over(degree)) : x.root(n);
  }

  private static Real factorial(Real x) {
    int n = whole(x, LARGEST_FACTORIAL);
    if (n < 0) {
      return Real.none();
    }
    BigInteger product = BigInteger.ONE;
    for (int i = 2; i <= n; i++) {
      product = product.multiply(BigInteger.valueOf(i));
    }
    return Real.of(new Rational(product, BigInteger.ONE));
  }

  private static Real binomial(Real n, Real k) {
    int of = whole(n, LARGEST_FACTORIAL);
    int chosen = whole(k, LARGEST_FACTORIAL);
    if (of < 0 || chosen < 0) {
      return Real.none();
    }
    if (chosen > of) {
      return Real.of(0);
    }
    Real product = Real.of(1);
    for (int i = 1; i <= chosen; i++) {
      product = product.times(Real.of(of - chosen + i)).over(Real.of(i));
    }
    return product;
  }

  /// The whole number from 0 to a limit that a number is, else -1.
  private static int whole(Real x, int limit) {
    return x instanceof Real.Exact(Rational value)
            && value.isWhole()
            && value.signum() >= 0
            && value.compareTo(Rational.of(limit)) <= 0
        ? value.numerator().intValueExact()
        : -1;
  }
}

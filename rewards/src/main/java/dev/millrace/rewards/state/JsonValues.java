package dev.millrace.rewards.state;

import com.fasterxml.jackson.databind.JsonNode;

/// Equality of JSON values: numbers by value (`1`, `1.0` and `1e0` are one number; fractions may
/// differ by what binary arithmetic loses), an absent value is null, keys in any order.
final class JsonValues {
  private static final double ROUNDING = 1e-9;

  private JsonValues() {}

  static boolean areEqual(JsonNode actual, JsonNode expected) {
    if (isNothing(actual) || isNothing(expected)) {
      return isNothing(actual) && isNothing(expected);
    }
    return actual.equals(JsonValues::compareLeaves, expected);
  }

  private static boolean isNothing(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  private static int compareLeaves(JsonNode actual, JsonNode expected) {
    boolean numbers = actual.isNumber() && expected.isNumber();
    boolean same = numbers ? areEqualNumbers(actual, expected) : actual.equals(expected);
    return same ? 0 : 1;
  }

  private static boolean areEqualNumbers(JsonNode actual, JsonNode expected) {
    if (actual.isIntegralNumber() && expected.isIntegralNumber()) {
      return actual.bigIntegerValue().equals(expected.bigIntegerValue());
    }
    double a = actual.doubleValue();
    double b = expected.doubleValue();
    // What is too large for a double is infinitely far from all else, and so would be near it.
    return Double.isFinite(a)
        && Double.isFinite(b)
        && Math.abs(a - b) <= ROUNDING * Math.max(Math.abs(a), Math.abs(b));
  }
}

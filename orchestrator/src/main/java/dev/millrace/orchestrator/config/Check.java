package dev.millrace.orchestrator.config;

import java.time.Duration;

/// Bounds of configuration values.
final class Check {
  private Check() {}

  static void that(boolean holds, String key, String expected, Object actual) {
    if (!holds) {
      throw new IllegalArgumentException(key + ": expected " + expected + ", but was " + actual);
    }
  }

  static void between(int value, int min, int max, String key) {
    that(value >= min && value <= max, key, min + " to " + max, value);
  }

  static void positive(Duration value, String key) {
    that(value.isPositive(), key, "a duration above 0", value);
  }
}

package dev.millrace.orchestrator.dashboard.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Numbers that were seen. Not thread-safe.
final class Samples {
  private static final int DECIMALS = 6;

  private double[] values = new double[16];
  private int size;

  void add(double value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  @Nullable Double mean() {
    return size == 0 ? null : rounded(Arrays.stream(values, 0, size).sum() / size);
  }

  /// The smallest value that at least this share of all values does not exceed.
  @Nullable Double quantile(double share) {
    if (size == 0) {
      return null;
    }
    double[] sorted = all();
    Arrays.sort(sorted);
    return rounded(sorted[Math.clamp((int) Math.ceil(share * size) - 1L, 0, size - 1)]);
  }

  double[] all() {
    return Arrays.copyOf(values, size);
  }

  RunReport.Durations durations() {
    return new RunReport.Durations(quantile(0.5), quantile(0.95), quantile(1));
  }

  /// To six decimals, so that sums of the same numbers in another order are written the same.
  static double rounded(double value) {
    return Double.isFinite(value)
        ? BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN).doubleValue()
        : 0;
  }
}

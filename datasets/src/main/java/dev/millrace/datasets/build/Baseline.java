package dev.millrace.datasets.build;

import java.util.List;

/// What a group's rewards are measured against.
///
/// @param deviation sample standard deviation (n - 1), 0 for a group of one
record Baseline(int size, double mean, double deviation) {
  private static final double EPSILON = 1e-6;

  static Baseline of(List<Rated> group) {
    int n = group.size();
    double first = n == 0 ? 0.0 : group.getFirst().total();
    if (group.stream().allMatch(one -> one.total() == first)) {
      return new Baseline(n, first, 0.0); // A rounded mean would make a flat group look varied.
    }
    double mean = group.stream().mapToDouble(Rated::total).sum() / n;
    double squares =
        group.stream().mapToDouble(one -> (one.total() - mean) * (one.total() - mean)).sum();
    return new Baseline(n, mean, Math.sqrt(squares / (n - 1)));
  }

  boolean isFlat() {
    return deviation == 0.0;
  }

  double advantage(double reward) {
    return (reward - mean) / (deviation + EPSILON);
  }
}

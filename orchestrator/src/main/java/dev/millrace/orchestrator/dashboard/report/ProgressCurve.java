package dev.millrace.orchestrator.dashboard.report;

import dev.millrace.rollout.trajectory.Score.Potential;
import java.util.ArrayList;
import java.util.List;

/// The mean potential over episodes, at equal shares of each episode's own tokens. Not thread-safe.
final class ProgressCurve {
  /// Shares 0, 5%, … 100%.
  private static final int STEPS = 20;

  private final double[] sums = new double[STEPS + 1];
  private int episodes;

  /// @param points in the order of their tokens
  void add(List<Potential> points) {
    if (points.isEmpty()) {
      return;
    }
    episodes++;
    long tokens = points.getLast().tokens();
    for (int step = 0; step < STEPS; step++) {
      sums[step] += at(points, tokens * step / (double) STEPS);
    }
    sums[STEPS] += points.getLast().value();
  }

  List<Double> means() {
    List<Double> means = new ArrayList<>();
    for (double sum : sums) {
      means.add(episodes == 0 ? 0.0 : Samples.rounded(sum / episodes));
    }
    return means;
  }

  /// The potential that held at that many tokens: the newest one measured by then.
  private static double at(List<Potential> points, double tokens) {
    double value = points.getFirst().value();
    for (Potential point : points) {
      if (point.tokens() <= tokens) {
        value = point.value();
      }
    }
    return value;
  }
}

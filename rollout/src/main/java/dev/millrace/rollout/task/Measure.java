package dev.millrace.rollout.task;

/// A number that a task's verifier measures, held against a baseline: a speed-up, a game's score.
///
/// @param name of the score that is made of it
/// @param metric the verifier's own name for it, a key of its reward file
/// @param baseline what counts as one, above 0, in the metric's unit
/// @param least the lowest score there is
/// @param most the highest
public record Measure(
    String name,
    String metric,
    double baseline,
    Better better,
    Scale scale,
    double least,
    double most) {
  public Measure {
    if (!(baseline > 0) || !Double.isFinite(baseline)) {
      throw new IllegalArgumentException(
          "measure " + name + ": baseline is " + baseline + ", not a finite number above 0");
    }
    if (!(least < most) || !Double.isFinite(least) || !Double.isFinite(most)) {
      throw new IllegalArgumentException(
          "measure "
              + name
              + ": least is "
              + least
              + " and most "
              + most
              + "; expected two finite"
              + " numbers, the first below the second");
    }
  }

  /// Which way is up.
  public enum Better {
    HIGHER,
    LOWER
  }

  /// What the ratio to the baseline becomes.
  public enum Scale {
    /// Itself: 1 is as good as the baseline, 2 twice as good.
    LINEAR,
    /// Its logarithm to base 2: 0 is as good as the baseline, 1 twice, -1 half as good.
    LOG
  }

  /// The score of a measured value, between least and most.
  ///
  /// @param value finite; where lower is better, one of 0 or less is as good as can be
  public double score(double value) {
    double ratio =
        switch (better) {
          case HIGHER -> value / baseline;
          case LOWER -> value <= 0 ? Double.POSITIVE_INFINITY : baseline / value;
        };
    double score =
        switch (scale) {
          case LINEAR -> ratio;
          case LOG -> ratio <= 0 ? Double.NEGATIVE_INFINITY : Math.log(ratio) / Math.log(2);
        };
    return Math.clamp(score, least, most);
  }
}

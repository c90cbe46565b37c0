package dev.millrace.rewards.part;

import dev.millrace.rewards.Verdict;
import dev.millrace.rollout.task.Measure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The scores of a task's measures.
public final class Measured {
  private Measured() {}

  /// Scores by name. Where a metric is not there, it is because nothing could be measured: for a
  /// state that solves nothing that is the lowest score, and any other has none, so that a formula
  /// that needs it fails instead of reading a number that nobody measured.
  public static Map<String, Double> scores(List<Measure> measures, Verdict.Judged end) {
    Map<String, Double> scores = new LinkedHashMap<>();
    for (Measure measure : measures) {
      Double value = end.metrics().get(measure.metric());
      if (value != null) {
        scores.put(measure.name(), measure.score(value));
      } else if (end.correctness() <= 0) {
        scores.put(measure.name(), measure.least());
      }
    }
    return scores;
  }
}

package dev.millrace.rollout.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a task is told by beside its verdict.
///
/// @param measures what of the verifier's metrics is held against a baseline
/// @param rubric what a judge is asked, or null where none is
public record Feedback(List<Measure> measures, @Nullable Rubric rubric) {
  public static final Feedback NONE = new Feedback(List.of(), null);

  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public Feedback(List<Measure> measures, @Nullable Rubric rubric) {
    this.measures = List.copyOf(measures);
    this.rubric = rubric;
  }
}

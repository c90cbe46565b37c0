package dev.millrace.orchestrator.predictions;

import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.grading.Reason;
import dev.millrace.rewards.grading.Report;
import dev.millrace.rewards.patch.PatchVerdict;
import dev.millrace.rollout.task.swebench.Prediction;
import dev.millrace.rollout.trajectory.Failure;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// A prediction and what became of it.
///
/// @param verdict empty where it was not judged, because there is no patch or no such task
public record ScoredPrediction(Prediction prediction, End end, Optional<PatchVerdict> verdict) {
  /// How it ended.
  public enum End {
    RESOLVED,
    /// Some tests were repaired, and none broken.
    PARTIAL,
    UNRESOLVED,
    EMPTY_PATCH,
    /// No verdict: the verifier or its sandbox broke.
    ERROR,
    /// No task has this id.
    UNKNOWN;

    /// In lower_snake_case.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static ScoredPrediction judged(Prediction prediction, PatchVerdict verdict) {
    End end =
        switch (verdict.verdict()) {
          case Verdict.Errored _ -> End.ERROR;
          case Verdict.Judged _ -> end(verdict.report().orElseThrow().resolution());
        };
    return new ScoredPrediction(prediction, end, Optional.of(verdict));
  }

  static ScoredPrediction unjudged(Prediction prediction, End end) {
    return new ScoredPrediction(prediction, end, Optional.empty());
  }

  private static End end(Report.Resolution resolution) {
    return switch (resolution) {
      case FULL -> End.RESOLVED;
      case PARTIAL -> End.PARTIAL;
      case NO -> End.UNRESOLVED;
    };
  }

  /// Why, in a few words; empty where the tests alone say it.
  public String why() {
    return verdict
        .map(
            judged ->
                judged.verdict() instanceof Verdict.Errored(Failure failure, _)
                    ? failure.detail()
                    : judged.report().stream()
                        .flatMap(report -> report.reasons().stream())
                        .map(ScoredPrediction::text)
                        .collect(Collectors.joining("; ")))
        .orElse("")
        .replaceAll("\\s+", " ");
  }

  private static String text(Reason reason) {
    return reason.kind().label() + ": " + reason.detail();
  }
}

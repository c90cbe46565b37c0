package dev.millrace.orchestrator.dashboard;

import dev.millrace.rollout.trajectory.Score;

/// What counts as passed.
public final class Verdicts {
  private Verdicts() {}

  /// Whether the verifier found the end state right; the formula's total plays no part in it.
  public static boolean passed(Score score) {
    return score.parts().getOrDefault("correctness", 0.0) >= 1.0;
  }
}

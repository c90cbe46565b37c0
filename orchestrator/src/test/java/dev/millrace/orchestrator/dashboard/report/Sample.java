package dev.millrace.orchestrator.dashboard.report;

import dev.millrace.datasets.build.SetSummary;
import dev.millrace.orchestrator.dashboard.HandMade;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A small run whose report can be worked out by hand.
final class Sample {
  static final List<ScoredTrajectory> EPISODES =
      List.of(
          HandMade.with(HandMade.passed("swe/a", 0, 2), "seal", "unsealed: /app/.git holds more"),
          HandMade.flagged("swe/a", 1, 4),
          HandMade.unjudged("swe/a", 2, 1),
          HandMade.with(HandMade.passed("tools/b", 0, 3), "seal", "sealed: /app/.git at 5eed"));

  static final List<SetSummary> SETS =
      List.of(
          new SetSummary("sft", 2, Map.of("episode_unsolved", 1L, "episode_without_verdict", 1L)),
          new SetSummary("dpo", 1, Map.of()));

  private Sample() {}

  static RunReport report(String name) {
    RunFacts facts =
        new RunFacts(
            name,
            7,
            HandMade.FORMULA,
            Instant.parse("2026-01-02T03:04:05Z"),
            Duration.ofSeconds(8),
            Map.of("millrace", "0.1.0", "java", "25"));
    return Reports.of(EPISODES, SETS, facts);
  }
}

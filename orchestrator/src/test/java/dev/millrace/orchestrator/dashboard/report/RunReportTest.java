package dev.millrace.orchestrator.dashboard.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.orchestrator.dashboard.HandMade;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunReportTest {
  private static RunReport of(ScoredTrajectory... episodes) {
    RunFacts facts =
        new RunFacts(
            "r",
            7,
            HandMade.FORMULA,
            Instant.parse("2026-01-02T03:04:05Z"),
            Duration.ofSeconds(8),
            Map.of());
    return Reports.of(List.of(episodes), List.of(), facts);
  }

  @Test
  void runIsInVainWhenNothingOfItWasJudged() {
    ScoredTrajectory broken = HandMade.unjudged("swe/a", 0, 1);
    assertTrue(of(broken, HandMade.unjudged("swe/a", 1, 1)).cameToNothing());
    assertFalse(of(broken, HandMade.passed("swe/a", 1, 1)).cameToNothing());
    assertFalse(of().cameToNothing());
  }

  @Test
  void flagsOfEpisodesWithoutAVerdictAreCounted() {
    RunReport report = of(HandMade.forged("swe/a", 0, 1), HandMade.flagged("swe/a", 1, 1));
    assertEquals(
        List.of("reward_forged", "tests_edited"),
        report.flags().stream().map(RunReport.Sighting::kind).sorted().toList());
  }
}

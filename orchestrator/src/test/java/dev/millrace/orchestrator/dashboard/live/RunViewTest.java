package dev.millrace.orchestrator.dashboard.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.orchestrator.dashboard.HandMade;
import dev.millrace.orchestrator.dashboard.Terminal;
import dev.millrace.orchestrator.log.Appender;
import dev.millrace.orchestrator.log.EventLog;
import dev.millrace.orchestrator.log.Topic;
import dev.millrace.orchestrator.log.memory.MemoryLog;
import dev.millrace.orchestrator.roles.Codecs;
import dev.millrace.orchestrator.roles.TurnRecord;
import dev.millrace.orchestrator.schedule.LeaseEvent;
import dev.millrace.orchestrator.schedule.Plan;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunViewTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final StringWriter written = new StringWriter();
  private final Plan plan =
      Plan.of(
          List.of(HandMade.episode("swe/a", 0).task(), HandMade.episode("tools/b", 0).task()),
          Map.of("swe", 1.0, "tools", 1.0),
          new Plan.Shape(2, 1, 7, "reference"));

  @Test
  void viewCountsWhatTheTopicsSay() {
    RunView view;
    try (EventLog log = new MemoryLog()) {
      view = RunView.start(log, plan, pipe(), InstantSource.fixed(NOW));
      try (view;
          Appender appender = log.appender()) {
        started(appender, "swe/a#0.m0", 9);
        started(appender, "swe/a#0.m1", 4);
        started(appender, "tools/b#0.m0", 2);
        scored(appender, HandMade.passed("swe/a", 0, 1));
        lease(appender, new LeaseEvent.Finished(new EpisodeId("swe/a#0.m0"), 0, NOW));
        lease(appender, new LeaseEvent.Finished(new EpisodeId("tools/b#0.m0"), 0, NOW));
        ScoredTrajectory flagged = HandMade.flagged("swe/a", 1, 1);
        var events = flagged.trajectory().events();
        TurnRecord turn =
            new TurnRecord(
                new EpisodeId("swe/a#0.m1"),
                0,
                "swe",
                events.modelCalls().getFirst(),
                List.of(events.toolExecutions().getFirst()));
        appender.append(Topic.TURNS, "swe/a#0.m1", Codecs.TURNS.encode(turn));
      }
    }
    RunProgress progress = view.progress();
    assertEquals(new FamilyProgress(2, 1, 0, 1, 0, 0), progress.families().get("swe"));
    assertEquals(new FamilyProgress(2, 0, 1, 0, 0, 0), progress.families().get("tools"));
    assertEquals(new RunProgress.Work(1, 4, 1), progress.work());
    assertEquals("longest: swe/a#0.m1 4 s", ProgressText.slow(progress));
    assertTrue(written.toString().contains("1/4 done, 1 passed"), written::toString);
  }

  @Test
  void brokenViewStopsAndTheRunGoesOn() {
    try (EventLog log = new MemoryLog();
        Appender appender = log.appender();
        RunView _ = RunView.start(log, plan, pipe(), InstantSource.fixed(NOW))) {
      appender.append(Topic.TURNS, "x", new byte[] {1, 2, 3});
      appender.append(Topic.LEASES, "run", new byte[] {1});
    }
    assertTrue(written.toString().contains("0/4 done"), written::toString);
  }

  private Terminal pipe() {
    return new Terminal(new PrintWriter(written), Terminal.Kind.PIPE, 100);
  }

  private static void started(Appender appender, String episode, int secondsAgo) {
    Instant at = NOW.minusSeconds(secondsAgo);
    lease(appender, new LeaseEvent.Started(new EpisodeId(episode), 0, "worker-0", at));
  }

  private static void lease(Appender appender, LeaseEvent event) {
    appender.append(Topic.LEASES, "run", Codecs.LEASES.encode(event));
  }

  private static void scored(Appender appender, ScoredTrajectory scored) {
    appender.append(
        Topic.SCORED, scored.trajectory().episode().group().value(), Codecs.SCORED.encode(scored));
  }
}

package dev.millrace.orchestrator.roles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.datasets.lake.LakeConflictException;
import dev.millrace.datasets.lake.LakeException;
import dev.millrace.datasets.lake.OffsetRange;
import dev.millrace.orchestrator.log.Appender;
import dev.millrace.orchestrator.log.Topic;
import dev.millrace.orchestrator.log.memory.MemoryLog;
import dev.millrace.orchestrator.schedule.LeaseEvent;
import dev.millrace.orchestrator.schedule.Plan;
import dev.millrace.orchestrator.schedule.Plans;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.EpisodeId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SinkRoleTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Plan plan = Plans.of(5, 4);
  private final List<Episode> episodes = List.copyOf(plan.episodes());
  private final ManualClock clock = new ManualClock();
  private final MemoryLog log = new MemoryLog();
  private final FakeLake lake = new FakeLake();

  @Test
  void everyEpisodeIsStoredOnceAndThenTheRunIsOver() throws InterruptedException {
    scored(episodes);
    try (Actors actors = new Actors()) {
      Actors.ended(actors.start(sink()));
    }
    storedOnce();
    assertEquals(
        List.of(new LeaseEvent.RunStored(plan.size(), clock.instant())),
        Watch.now(log, Topic.LEASES, Codecs.LEASES));
  }

  @Test
  void restartedSinkStoresNoRangeTwice() throws InterruptedException {
    CountDownLatch half = new CountDownLatch(2);
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger writes = new AtomicInteger();
    lake.trouble(
        _ -> {
          half.countDown();
          return writes.incrementAndGet() > 1 ? dyingIn(never) : FakeLake.Trouble.Kind.NONE;
        });
    scored(episodes);
    try (Actors actors = new Actors()) {
      Actors.Actor first = actors.start(sink());
      half.await();
      Actors.kill(first);
    }
    assertEquals(1, lake.ranges().size());
    lake.trouble(_ -> FakeLake.Trouble.Kind.NONE);
    try (Actors actors = new Actors()) {
      Actors.ended(actors.start(sink()));
    }
    storedOnce();
    rangesDoNotOverlap();
  }

  @Test
  void sinkOfAStoredRunEndsAtOnce() throws InterruptedException {
    scored(episodes);
    try (Actors actors = new Actors()) {
      Actors.ended(actors.start(sink()));
      Actors.ended(actors.start(sink()));
    }
    storedOnce();
  }

  @Test
  void fullLakeIsTriedAgain() throws InterruptedException {
    AtomicInteger writes = new AtomicInteger();
    lake.trouble(
        _ ->
            writes.incrementAndGet() == 1
                ? FakeLake.Trouble.Kind.BEFORE
                : FakeLake.Trouble.Kind.NONE);
    scored(episodes);
    try (Actors actors = new Actors()) {
      Actors.ended(actors.start(sink()));
    }
    storedOnce();
  }

  @Test
  void commitThatWasMadeAllTheSameIsNotMadeAgain() throws InterruptedException {
    AtomicInteger writes = new AtomicInteger();
    lake.trouble(
        _ ->
            writes.incrementAndGet() == 1
                ? FakeLake.Trouble.Kind.AFTER
                : FakeLake.Trouble.Kind.NONE);
    scored(episodes);
    try (Actors actors = new Actors()) {
      Actors.ended(actors.start(sink()));
    }
    storedOnce();
    rangesDoNotOverlap();
  }

  @Test
  void lakeThatStaysFullFailsTheSinkWithTheLakesOwnReason() throws InterruptedException {
    lake.trouble(
        _ -> {
          clock.advance(PATIENCE.plusSeconds(1));
          return FakeLake.Trouble.Kind.BEFORE;
        });
    scored(episodes);
    try (Actors actors = new Actors()) {
      Actors.Actor sink = actors.start(sink());
      LakeException error = assertThrows(LakeException.class, () -> Actors.ended(sink));
      assertTrue(String.valueOf(error.getMessage()).contains("0 bytes are free"));
    }
    assertEquals(List.of(), lake.rows());
  }

  @Test
  void sinkWhosePartitionsWereTakenOverLeavesThemToTheOther() throws InterruptedException {
    lake.trouble(
        range -> {
          lake.trouble(_ -> FakeLake.Trouble.Kind.NONE);
          lake.writer().claim(range.topic(), range.partition());
          return FakeLake.Trouble.Kind.NONE;
        });
    scored(episodes);
    try (Actors actors = new Actors()) {
      Actors.Actor sink = actors.start(sink());
      assertThrows(LakeConflictException.class, () -> Actors.ended(sink));
    }
    assertFalse(
        Watch.now(log, Topic.LEASES, Codecs.LEASES).stream()
            .anyMatch(LeaseEvent.RunStored.class::isInstance));
  }

  private static FakeLake.Trouble.Kind dyingIn(CountDownLatch never) {
    try {
      never.await();
      return FakeLake.Trouble.Kind.NONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FakeLake.Trouble.Kind.BEFORE;
    }
  }

  private SinkRole sink() {
    return new SinkRole(
        log, lake, plan, new SinkRole.Settings(2, Duration.ofSeconds(5), PATIENCE), clock);
  }

  private void scored(List<Episode> all) {
    try (Appender appender = log.appender()) {
      for (Episode episode : all) {
        appender.append(
            Topic.SCORED, episode.group().value(), Codecs.SCORED.encode(Episodes.scored(episode)));
      }
      appender.flush();
    }
  }

  private void storedOnce() {
    List<EpisodeId> stored = lake.rows();
    assertEquals(plan.size(), stored.size());
    assertEquals(plan.size(), new HashSet<>(stored).size());
  }

  private void rangesDoNotOverlap() {
    List<OffsetRange> ranges = lake.ranges();
    assertEquals(ranges.size(), new HashSet<>(ranges).size(), "a range was stored twice");
    for (OffsetRange one : ranges) {
      for (OffsetRange two : ranges) {
        assertTrue(
            one.equals(two)
                || one.partition() != two.partition()
                || one.last() < two.first()
                || two.last() < one.first(),
            one + " and " + two);
      }
    }
  }
}

package dev.millrace.orchestrator.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final EpisodeId FIRST = new EpisodeId("swe/t0#0.m0");
  private static final EpisodeId SECOND = new EpisodeId("swe/t0#0.m1");
  private static final Failure BROKEN = new Failure.Sandbox("no space");

  private final Schedule schedule =
      new Schedule(Plans.of(2, 2), new Schedule.Settings(2, LEASE, 2));

  @Test
  void noMoreThanTheRoomIsSentOut() {
    assertEquals(
        List.of(
            new LeaseEvent.Dispatched(FIRST, 0, NOON), new LeaseEvent.Dispatched(SECOND, 0, NOON)),
        schedule.decide(NOON));
  }

  @Test
  void decidingChangesNothing() {
    assertEquals(schedule.decide(NOON), schedule.decide(NOON));
    assertEquals(4, schedule.count(Schedule.Phase.WAITING));
  }

  @Test
  void finishedEpisodeMakesRoomForTheNext() {
    started(FIRST, 0);
    started(SECOND, 0);
    assertEquals(List.of(), schedule.decide(NOON));
    schedule.apply(new LeaseEvent.Finished(FIRST, 0, NOON));
    assertEquals(
        List.of(new LeaseEvent.Dispatched(new EpisodeId("swe/t1#0.m0"), 0, NOON)),
        schedule.decide(NOON));
  }

  @Test
  void silentLeaseExpiresAndTheEpisodeGoesOutAgain() {
    started(FIRST, 0);
    Instant later = NOON.plus(LEASE).plusMillis(1);
    LeaseEvent expired = new LeaseEvent.Expired(FIRST, 0, later);
    assertTrue(schedule.decide(later).contains(expired));
    schedule.apply(expired);
    assertTrue(schedule.decide(later).contains(new LeaseEvent.Dispatched(FIRST, 1, later)));
  }

  @Test
  void heartbeatRenewsALease() {
    started(FIRST, 0);
    Instant beat = NOON.plus(LEASE);
    schedule.apply(new LeaseEvent.Heartbeat("w", List.of(new LeaseEvent.Lease(FIRST, 0)), beat));
    assertFalse(isExpired(FIRST, 0, beat.plus(LEASE)));
    assertTrue(isExpired(FIRST, 0, beat.plus(LEASE).plusMillis(1)));
  }

  @Test
  void heartbeatOfAnOlderAttemptRenewsNothing() {
    started(FIRST, 0);
    schedule.apply(new LeaseEvent.Expired(FIRST, 0, NOON));
    started(FIRST, 1);
    schedule.apply(
        new LeaseEvent.Heartbeat(
            "w", List.of(new LeaseEvent.Lease(FIRST, 0)), NOON.plusSeconds(9)));
    assertTrue(isExpired(FIRST, 1, NOON.plusSeconds(11)));
  }

  @Test
  void waitingForAWorkerIsNoReasonToExpireSoon() {
    schedule.apply(new LeaseEvent.Dispatched(FIRST, 0, NOON));
    assertFalse(isExpired(FIRST, 0, NOON.plus(LEASE.multipliedBy(2))));
    assertTrue(isExpired(FIRST, 0, NOON.plus(LEASE.multipliedBy(21))));
  }

  @Test
  void brokenAttemptIsTriedAgainUntilNoneIsLeftAndThenGivenUpWithItsFailure() {
    started(FIRST, 0);
    schedule.apply(new LeaseEvent.Broke(FIRST, 0, BROKEN, NOON));
    assertTrue(schedule.decide(NOON).contains(new LeaseEvent.Dispatched(FIRST, 1, NOON)));
    started(FIRST, 1);
    schedule.apply(new LeaseEvent.Broke(FIRST, 1, BROKEN, NOON));
    LeaseEvent givenUp = new LeaseEvent.GivenUp(FIRST, 1, BROKEN, NOON);
    assertTrue(schedule.decide(NOON).contains(givenUp));
    schedule.apply(givenUp);
    assertEquals(1, schedule.count(Schedule.Phase.DONE));
  }

  @Test
  void lateWordOfAnOlderAttemptChangesNothing() {
    started(FIRST, 0);
    schedule.apply(new LeaseEvent.Expired(FIRST, 0, NOON));
    started(FIRST, 1);
    List<LeaseEvent> before = schedule.decide(NOON);
    schedule.apply(new LeaseEvent.Started(FIRST, 0, "w", NOON.plusSeconds(5)));
    schedule.apply(new LeaseEvent.Broke(FIRST, 0, BROKEN, NOON));
    schedule.apply(new LeaseEvent.Expired(FIRST, 0, NOON));
    schedule.apply(new LeaseEvent.Dispatched(FIRST, 0, NOON));
    assertEquals(before, schedule.decide(NOON));
    assertEquals(1, schedule.count(Schedule.Phase.RUNNING));
  }

  @Test
  void trajectoryOfAnOlderAttemptFinishesTheEpisodeAllTheSame() {
    started(FIRST, 0);
    schedule.apply(new LeaseEvent.Expired(FIRST, 0, NOON));
    schedule.apply(new LeaseEvent.Dispatched(FIRST, 1, NOON));
    schedule.apply(new LeaseEvent.Finished(FIRST, 0, NOON));
    assertEquals(1, schedule.count(Schedule.Phase.DONE));
  }

  @Test
  void doneEpisodeStaysDone() {
    started(FIRST, 0);
    schedule.apply(new LeaseEvent.Finished(FIRST, 0, NOON));
    schedule.apply(new LeaseEvent.Started(FIRST, 0, "w", NOON));
    schedule.apply(new LeaseEvent.Broke(FIRST, 0, BROKEN, NOON));
    schedule.apply(new LeaseEvent.Expired(FIRST, 0, NOON));
    schedule.apply(new LeaseEvent.Finished(FIRST, 0, NOON));
    assertEquals(1, schedule.count(Schedule.Phase.DONE));
    assertEquals(0, schedule.count(Schedule.Phase.RUNNING));
  }

  @Test
  void orderSaysHowManyAttemptsAreLeft() {
    assertEquals(1, schedule.attemptsLeft(0));
    assertEquals(0, schedule.attemptsLeft(1));
  }

  @Test
  void eventOfAnotherRunsEpisodeIsAnError() {
    LeaseEvent event = new LeaseEvent.Finished(new EpisodeId("swe/other#0.m0"), 0, NOON);
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> schedule.apply(event));
    assertTrue(String.valueOf(error.getMessage()).contains("swe/other#0.m0"), error.getMessage());
  }

  private void started(EpisodeId id, int attempt) {
    schedule.apply(new LeaseEvent.Dispatched(id, attempt, NOON));
    schedule.apply(new LeaseEvent.Started(id, attempt, "w", NOON));
  }

  private boolean isExpired(EpisodeId id, int attempt, Instant now) {
    return schedule.decide(now).contains(new LeaseEvent.Expired(id, attempt, now));
  }
}

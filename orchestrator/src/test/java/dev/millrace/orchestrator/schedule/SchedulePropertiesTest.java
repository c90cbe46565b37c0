package dev.millrace.orchestrator.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SchedulePropertiesTest {
  private static final int STEPS = 150;
  private static final int CALM = 2_000;

  @Property(tries = 200)
  void replayingTheLogGivesTheSameState(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int inFlight) {
    Schedule live = schedule(inFlight);
    ChaosWorld world = new ChaosWorld(seed, live);
    for (int i = 0; i < STEPS; i++) {
      world.step();
    }
    Schedule replayed = schedule(inFlight);
    world.history().forEach(replayed::apply);
    for (Schedule.Phase phase : Schedule.Phase.values()) {
      assertEquals(live.count(phase), replayed.count(phase), phase.name());
    }
    assertEquals(live.decide(world.now()), replayed.decide(world.now()));
    assertEquals(
        live.decide(world.now().plusSeconds(3_600)),
        replayed.decide(world.now().plusSeconds(3_600)));
  }

  @Property(tries = 200)
  void neverMoreThanInFlightIsOutWhateverHappens(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int inFlight) {
    Schedule schedule = schedule(inFlight);
    ChaosWorld world = new ChaosWorld(seed, schedule);
    for (int i = 0; i < STEPS; i++) {
      world.step();
      int out = schedule.count(Schedule.Phase.DISPATCHED) + schedule.count(Schedule.Phase.RUNNING);
      assertTrue(out <= inFlight, () -> out + " are out, " + inFlight + " may be");
    }
  }

  @Property(tries = 200)
  void everyEpisodeEndsWithinItsAttempts(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int inFlight) {
    Schedule schedule = schedule(inFlight);
    ChaosWorld world = new ChaosWorld(seed, schedule);
    for (int i = 0; i < STEPS; i++) {
      world.step();
    }
    for (int i = 0; i < CALM && !schedule.isDone(); i++) {
      world.calmStep();
    }
    assertTrue(schedule.isDone(), "episodes are left");
    Map<Object, Integer> orders = new HashMap<>();
    for (LeaseEvent event : world.history()) {
      if (event instanceof LeaseEvent.Dispatched order) {
        assertTrue(order.attempt() < 3, order.toString());
        assertEquals(order.attempt(), orders.merge(order.episode(), 1, Integer::sum) - 1);
      }
    }
  }

  private static Schedule schedule(int inFlight) {
    return new Schedule(Plans.of(3, 2), new Schedule.Settings(inFlight, Duration.ofSeconds(10), 3));
  }
}

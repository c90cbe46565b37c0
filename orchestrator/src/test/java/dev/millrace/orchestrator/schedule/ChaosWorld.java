package dev.millrace.orchestrator.schedule;

import dev.millrace.orchestrator.schedule.LeaseEvent.Lease;
import dev.millrace.rollout.trajectory.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Workers and a log that do everything a schedule must bear: records come twice, workers die
/// without a word, words come late or again, time jumps.
final class ChaosWorld {
  private final Random random;
  private final Schedule schedule;
  private final List<LeaseEvent> history = new ArrayList<>();
  private final List<LeaseEvent.Dispatched> sent = new ArrayList<>();
  private final List<Lease> running = new ArrayList<>();
  private final List<Lease> dead = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T12:00:00Z");

  ChaosWorld(long seed, Schedule schedule) {
    this.random = new Random(seed);
    this.schedule = schedule;
  }

  Instant now() {
    return now;
  }

  List<LeaseEvent> history() {
    return history;
  }

  /// One random thing happens, and then the scheduler acts.
  void step() {
    now = now.plusMillis(random.nextInt(random.nextInt(8) == 0 ? 60_000 : 1_000));
    switch (random.nextInt(8)) {
      case 0, 1 -> start();
      case 2 -> end(running, true);
      case 3 -> end(random.nextBoolean() ? running : dead, false);
      case 4 -> die();
      case 5 -> beat();
      case 6 -> end(dead, true);
      default -> repeat();
    }
    act();
  }

  /// Every worker is well and quick from here on.
  void calmStep() {
    now = now.plusMillis(500);
    start();
    beat();
    end(running, true);
    act();
    if (random.nextInt(50) == 0) {
      now = now.plusSeconds(300); // Long enough for whatever was lost to be noticed.
    }
  }

  private void start() {
    if (!sent.isEmpty()) {
      // Not taken out always: a share group may deliver a record again.
      int place = random.nextInt(sent.size());
      LeaseEvent.Dispatched order = random.nextInt(5) == 0 ? sent.get(place) : sent.remove(place);
      happens(new LeaseEvent.Started(order.episode(), order.attempt(), "w", now));
      running.add(new Lease(order.episode(), order.attempt()));
    }
  }

  private void end(List<Lease> from, boolean finishes) {
    if (from.isEmpty()) {
      return;
    }
    Lease lease = from.remove(random.nextInt(from.size()));
    if (finishes || schedule.attemptsLeft(lease.attempt()) == 0) {
      happens(new LeaseEvent.Finished(lease.episode(), lease.attempt(), now));
    } else {
      Failure failure = new Failure.Sandbox("broken");
      happens(new LeaseEvent.Broke(lease.episode(), lease.attempt(), failure, now));
    }
  }

  private void die() {
    if (!running.isEmpty()) {
      dead.add(running.remove(random.nextInt(running.size())));
    }
  }

  private void beat() {
    happens(new LeaseEvent.Heartbeat("w", running, now));
  }

  private void repeat() {
    if (!history.isEmpty()) {
      LeaseEvent again = history.get(random.nextInt(history.size()));
      // The scheduler's own words are written in transactions: those do not come twice.
      if (again instanceof LeaseEvent.Started || again instanceof LeaseEvent.Finished) {
        happens(again);
      }
    }
  }

  private void act() {
    List<LeaseEvent> decided = new ArrayList<>(schedule.decide(now));
    Collections.shuffle(decided, random);
    for (LeaseEvent event : decided) {
      happens(event);
      if (event instanceof LeaseEvent.Dispatched order) {
        sent.add(order);
      }
    }
  }

  private void happens(LeaseEvent event) {
    history.add(event);
    schedule.apply(event);
  }
}

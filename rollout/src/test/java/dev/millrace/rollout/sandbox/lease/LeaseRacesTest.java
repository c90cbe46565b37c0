package dev.millrace.rollout.sandbox.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.sandbox.Attachments;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.FailureException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Many callers with few ids do everything at once, creations fail and callers give up: the bounds
/// hold at every moment, and nothing is left.
final class LeaseRacesTest {
  private static final int CALLERS = 24;
  private static final int STEPS = 60;
  private static final LeaseSettings SETTINGS =
      new LeaseSettings(5, 2, Duration.ofMillis(40), Duration.ofSeconds(10));
  private static final Command TRUE =
      Command.bash("true", new Command.Limits(Duration.ofSeconds(1), 1, 1));

  private final AtomicLong seconds = new AtomicLong();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger worked = new AtomicInteger();

  /// Lets others go on in the middle of things, and fails now and then.
  /// Whether a yield lets others go on is left to chance on purpose.
  @SuppressWarnings("ThreadPriorityCheck")
  private static CountingProvider.Plan unsteady(long seed) {
    AtomicLong calls = new AtomicLong();
    return what -> {
      var random = new Random(seed * 31 + calls.incrementAndGet());
      for (int yields = random.nextInt(6); yields > 0; yields--) {
        Thread.yield();
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (!what.equals("close") && random.nextInt(10) == 0) {
        throw CountingProvider.failure("planned");
      }
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  @Timeout(120)
  void boundsHoldAndNothingIsLeft(long seed) throws Exception {
    var counting = new CountingProvider(unsteady(seed));
    var provider =
        new LeasedProvider(counting, SETTINGS, () -> Instant.ofEpochSecond(seconds.get()));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> callers = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        var random = new Random(seed * 1000 + i);
        callers.add(threads.submit(() -> call(provider, random)));
      }
      for (int i = 0; i < CALLERS; i += 5) {
        callers.get(i).cancel(true);
      }
    }
    provider.close();
    String state = "seed " + seed + ": " + worked + " worked, " + refused + " refused";
    assertTrue(counting.creating().most() <= SETTINGS.maxCreating(), state);
    assertTrue(counting.open().most() <= SETTINGS.maxOpen(), state);
    assertEquals(0, counting.open().now(), state);
    assertEquals(0, counting.closedTwice(), state);
    assertEquals(new LeaseCounts(0, 0, 0), provider.counts(), state);
    assertTrue(worked.get() > 50 && counting.made() > 10, state);
  }

  private Void call(LeasedProvider provider, Random random) throws InterruptedException {
    for (int i = 0; i < STEPS; i++) {
      try {
        step(provider, random);
        worked.incrementAndGet();
      } catch (FailureException _) {
        refused.incrementAndGet();
      }
    }
    return null;
  }

  private void step(LeasedProvider provider, Random random) throws InterruptedException {
    int id = random.nextInt(8);
    var environment = new Environment(List.of(), Map.of(), "/", null, "e" + id);
    if (random.nextInt(12) == 0) {
      seconds.addAndGet(random.nextInt(8));
      provider.reap();
      return;
    }
    Sandbox sandbox =
        random.nextInt(4) == 0
            ? provider.create(environment)
            : provider.lease(new LeaseId("ep-" + id), environment, Attachments.NONE);
    try {
      sandbox.exec(TRUE);
      if (random.nextInt(5) == 0) {
        sandbox.fork().close();
      }
    } finally {
      if (random.nextInt(3) > 0) {
        sandbox.close();
      }
    }
  }
}

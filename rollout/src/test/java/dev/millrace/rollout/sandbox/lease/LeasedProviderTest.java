package dev.millrace.rollout.sandbox.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LeasedProviderTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration IDLE = Duration.ofSeconds(90);
  private static final LeaseId ID = new LeaseId("ep-1");
  private static final Command TRUE =
      Command.bash("true", new Command.Limits(Duration.ofSeconds(1), 1, 1));

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final AtomicReference<CountingProvider.Plan> plan =
      new AtomicReference<>(CountingProvider.Plan.SMOOTH);
  private final CountingProvider counting = new CountingProvider(what -> plan.get().happen(what));
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void nothingLeaks() {
    threads.close();
    assertEquals(0, counting.open().now());
    assertEquals(0, counting.closedTwice());
  }

  private LeasedProvider leased(int maxOpen, int maxCreating, Duration patience) {
    return new LeasedProvider(
        counting, new LeaseSettings(maxOpen, maxCreating, patience, IDLE), now::get);
  }

  private static Environment environment(String digest) {
    return new Environment(List.of(), Map.of(), "/", null, digest);
  }

  private static Sandbox lease(LeasedProvider provider, LeaseId id) throws InterruptedException {
    return provider.lease(id, environment("e"), Attachments.NONE);
  }

  private static void until(BooleanSupplier holds) {
    while (!holds.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void theSameIdIsTheSameSandboxWhileItLives() throws Exception {
    try (var provider = leased(4, 4, LONG)) {
      Sandbox first = lease(provider, ID);
      assertSame(first, lease(provider, ID));
      assertNotSame(first, lease(provider, new LeaseId("ep-2")));
      var other =
          assertThrows(
              FailureException.class, () -> provider.lease(ID, environment("f"), Attachments.NONE));
      assertTrue(other.failure().detail().contains("environment f"), other.failure().detail());
      first.close();
      assertNotSame(first, lease(provider, ID));
      assertEquals(3, counting.made());
      assertEquals(counting.protections(), provider.protections());
    }
  }

  @Test
  void whoAsksWhileItIsMadeWaitsForIt() throws Exception {
    var makes = new CountDownLatch(1);
    plan.set(_ -> makes.await());
    try (var provider = leased(4, 4, LONG)) {
      List<Future<Sandbox>> same = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        same.add(threads.submit(() -> lease(provider, ID)));
      }
      until(() -> counting.creating().now() == 1);
      makes.countDown();
      for (Future<Sandbox> one : same) {
        assertSame(same.getFirst().get(), one.get());
      }
      assertEquals(1, counting.made());
    }
  }

  @Test
  void allHearWhyItCannotBeMadeAndTheNextOneTriesAgain() throws Exception {
    var fails = new CountDownLatch(1);
    plan.set(
        _ -> {
          fails.await();
          throw CountingProvider.failure("no disk");
        });
    try (var provider = leased(4, 4, LONG)) {
      Future<Sandbox> one = threads.submit(() -> lease(provider, ID));
      until(() -> counting.creating().now() == 1);
      Future<Sandbox> two = threads.submit(() -> lease(provider, ID));
      fails.countDown();
      for (Future<Sandbox> failed : List.of(one, two)) {
        var thrown = assertThrows(ExecutionException.class, failed::get);
        var cause = assertInstanceOf(FailureException.class, thrown.getCause());
        assertEquals("no disk", cause.failure().detail());
      }
      assertEquals(0, provider.counts().open());
      plan.set(CountingProvider.Plan.SMOOTH);
      lease(provider, ID);
      assertEquals(1, provider.counts().open());
    }
  }

  @Test
  void whoWaitsTakesOverFromACreatorThatGaveUp() throws Exception {
    var never = new CountDownLatch(1);
    plan.set(_ -> never.await());
    try (var provider = leased(4, 4, LONG)) {
      Future<Sandbox> first = threads.submit(() -> lease(provider, ID));
      until(() -> counting.creating().now() == 1);
      Future<Sandbox> second = threads.submit(() -> lease(provider, ID));
      plan.set(CountingProvider.Plan.SMOOTH);
      first.cancel(true);
      assertTrue(second.get().exec(TRUE).ok());
      assertEquals(1, provider.counts().open());
    }
  }

  @Test
  void everyWaitHasAnEndThatSaysWhy() throws Exception {
    var makes = new CountDownLatch(1);
    plan.set(_ -> makes.await());
    try (var provider = leased(2, 1, Duration.ofMillis(20))) {
      Future<Sandbox> slow = threads.submit(() -> lease(provider, ID));
      until(() -> counting.creating().now() == 1);
      var same = assertThrows(FailureException.class, () -> lease(provider, ID));
      assertTrue(same.failure().detail().contains("by another caller"), same.failure().detail());
      var creating =
          assertThrows(FailureException.class, () -> lease(provider, new LeaseId("ep-2")));
      assertTrue(
          creating.failure().detail().contains("raise maxCreating"), creating.failure().detail());
      makes.countDown();
      slow.get();
      lease(provider, new LeaseId("ep-2"));
      var open = assertThrows(FailureException.class, () -> provider.create(environment("e")));
      assertTrue(
          open.failure().detail().startsWith("sandbox sandbox-1 waited 20 ms"),
          open.failure().detail());
      assertTrue(open.failure().detail().contains("raise maxOpen"), open.failure().detail());
    }
  }

  @Test
  void aPlaceIsFreeWhenItsSandboxIsClosed() throws Exception {
    try (var provider = leased(1, 1, LONG)) {
      Sandbox first = lease(provider, ID);
      Future<Sandbox> second = threads.submit(() -> lease(provider, new LeaseId("ep-2")));
      until(() -> provider.counts().waiting() == 1);
      first.close();
      first.close();
      assertTrue(second.get().exec(TRUE).ok());
      assertThrows(FailureException.class, () -> first.exec(TRUE));
      assertEquals(1, counting.open().most());
    }
  }

  @Test
  void whatNobodyUsesIsReaped() throws Exception {
    try (var provider = leased(4, 4, LONG)) {
      Sandbox used = lease(provider, ID);
      Sandbox forgotten = lease(provider, new LeaseId("ep-2"));
      Sandbox renewed = lease(provider, new LeaseId("ep-3"));
      now.set(Instant.EPOCH.plus(IDLE).minusMillis(1));
      assertEquals(List.of(), provider.reap());
      used.exec(TRUE);
      assertSame(renewed, lease(provider, new LeaseId("ep-3")));
      now.set(Instant.EPOCH.plus(IDLE));
      assertEquals(List.of(new LeaseId("ep-2")), provider.reap());
      var thrown = assertThrows(FailureException.class, () -> forgotten.exec(TRUE));
      assertTrue(thrown.failure().detail().contains("idle, which is 90 s"), thrown.toString());
      forgotten.close();
      renewed.exec(TRUE);
      assertEquals(2, provider.counts().open());
    }
  }

  @Test
  void whatIsInUseIsNeverReaped() throws Exception {
    var ends = new CountDownLatch(1);
    var runs = new CountDownLatch(1);
    try (var provider = leased(4, 4, LONG)) {
      Sandbox sandbox = lease(provider, ID);
      plan.set(
          _ -> {
            runs.countDown();
            ends.await();
          });
      var command = threads.submit(() -> sandbox.exec(TRUE));
      runs.await();
      now.set(Instant.EPOCH.plus(IDLE.multipliedBy(9)));
      assertEquals(List.of(), provider.reap());
      ends.countDown();
      assertTrue(command.get().ok());
      plan.set(CountingProvider.Plan.SMOOTH);
      assertEquals(List.of(), provider.reap());
      now.set(now.get().plus(IDLE));
      assertEquals(List.of(ID), provider.reap());
    }
  }

  @Test
  void aSandboxThatCannotBeClosedKeepsNoOtherOpen() throws Exception {
    try (var provider = leased(4, 4, LONG)) {
      lease(provider, ID);
      lease(provider, new LeaseId("ep-2"));
      now.set(Instant.EPOCH.plus(IDLE));
      plan.set(
          _ -> {
            throw CountingProvider.failure("busy");
          });
      assertThrows(FailureException.class, provider::reap);
      assertEquals(0, provider.counts().open());
    }
  }

  @Test
  void forksTakePlacesAndAreReapedToo() throws Exception {
    try (var provider = leased(2, 1, Duration.ofMillis(20))) {
      Sandbox parent = lease(provider, ID);
      Sandbox child = parent.fork();
      assertEquals(2, provider.counts().open());
      assertThrows(FailureException.class, child::fork);
      try (var shell = child.shell(TRUE.limits())) {
        assertEquals("echo", shell.run("echo", LONG).stdout());
      }
      now.set(Instant.EPOCH.plus(IDLE));
      assertEquals(2, provider.reap().size());
    }
  }

  @Test
  void closingEndsWhatIsThereAndWhatIsUnderWay() throws Exception {
    var makes = new CountDownLatch(1);
    var provider = leased(2, 2, LONG);
    Sandbox there = lease(provider, ID);
    plan.set(_ -> makes.await());
    Future<Sandbox> underWay = threads.submit(() -> lease(provider, new LeaseId("ep-2")));
    until(() -> counting.creating().now() == 1);
    Future<Sandbox> waiting = threads.submit(() -> lease(provider, new LeaseId("ep-3")));
    until(() -> provider.counts().waiting() == 1);
    plan.set(CountingProvider.Plan.SMOOTH);
    Future<?> closed = threads.submit(provider::close);
    assertThrows(ExecutionException.class, waiting::get);
    makes.countDown();
    closed.get();
    assertEquals(0, counting.open().now());
    assertThrows(FailureException.class, () -> underWay.get().exec(TRUE));
    assertThrows(FailureException.class, () -> there.exec(TRUE));
    assertThrows(FailureException.class, () -> lease(provider, ID));
    provider.close();
  }
}

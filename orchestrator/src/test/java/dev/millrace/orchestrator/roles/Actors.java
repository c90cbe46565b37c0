package dev.millrace.orchestrator.roles;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Roles at work on threads of their own. Closing stops all.
final class Actors implements AutoCloseable {
  private static final Duration BETWEEN_MOVES = Duration.ofSeconds(5);
  private static final int MOVES = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> started = new ArrayList<>();

  Actor start(Role role) {
    CountDownLatch gone = new CountDownLatch(1);
    Future<?> future =
        threads.submit(
            () -> {
              try {
                role.run();
                return role.name();
              } finally {
                gone.countDown();
              }
            });
    started.add(future);
    return new Actor(future, gone);
  }

  /// Waits for a role's own end.
  ///
  /// @throws RuntimeException what the role failed with
  static void ended(Actor role) throws InterruptedException {
    try {
      role.future().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new AssertionError(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("the role did not end within " + PATIENCE, e);
    }
  }

  /// Waits for a role's own end while time goes on: every few seconds the clock is moved.
  static void endedWhile(Actor role, Runnable move) throws InterruptedException {
    for (int moved = 0; moved < MOVES && !role.future().isDone(); moved++) {
      move.run();
      var _ = role.gone().await(BETWEEN_MOVES.toSeconds(), TimeUnit.SECONDS);
    }
    ended(role);
  }

  /// Ends a role at once. When this returns it says no more.
  static void kill(Actor role) throws InterruptedException {
    role.future().cancel(true);
    if (!role.gone().await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the role did not end within " + PATIENCE);
    }
  }

  /// A role at work.
  record Actor(Future<?> future, CountDownLatch gone) {}

  @Override
  public void close() {
    started.forEach(role -> role.cancel(true));
    threads.shutdownNow();
    threads.close();
  }
}

package dev.millrace.orchestrator.roles;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Roles at work on threads of their own. Closing stops all.
final class Actors implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> started = new ArrayList<>();

  Actor start(Role role) {
    Future<?> future =
        threads.submit(
            () -> {
              role.run();
              return role.name();
            });
    started.add(future);
    return new Actor(future);
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

  /// Ends a role at once; it says no more.
  static void kill(Actor role) {
    role.future().cancel(true);
  }

  /// A role at work.
  record Actor(Future<?> future) {}

  @Override
  public void close() {
    started.forEach(role -> role.cancel(true));
    threads.shutdownNow();
    threads.close();
  }
}

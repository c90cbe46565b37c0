package dev.millrace.orchestrator.bench;

import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Clients at work, each on a thread of the operating system: the server has the virtual ones.
final class Clients {
  private static final int PATIENCE_SECONDS = 300;

  private Clients() {}

  /// What one client does.
  interface Client {
    void run(int number) throws IOException;
  }

  /// Runs them all, and waits for them.
  static void run(int count, Client client) throws InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        running.add(
            threads.submit(
                () -> {
                  client.run(number);
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new FailureException(new Failure.Gateway("a stream of the benchmark failed: " + e), e);
    }
  }
}

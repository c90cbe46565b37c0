package dev.millrace.orchestrator.roles;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Virtual threads with an owner: whoever opens a scope waits for everything forked in it. Closing
/// interrupts what is still running and waits for it. To be replaced by the JDK's own scope when
/// that is final. Used by one thread.
public final class TaskScope implements AutoCloseable {
  private final ExecutorService executor;
  private final List<Future<?>> forked = new ArrayList<>();

  public TaskScope(String name) {
    this.executor =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 0).factory());
  }

  public <T> Future<T> fork(Callable<T> work) {
    forked.removeIf(f -> f.state() == Future.State.SUCCESS);
    Future<T> future = executor.submit(work);
    forked.add(future);
    return future;
  }

  /// Waits for everything forked so far.
  ///
  /// @throws IllegalStateException with the first failure as its cause
  void join() throws InterruptedException {
    for (Future<?> future : forked) {
      try {
        future.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a task of the scope failed", e);
      }
    }
  }

  /// Throws the first failure so far, without waiting.
  void check() {
    for (Future<?> future : forked) {
      if (future.state() == Future.State.FAILED) {
        throw new IllegalStateException("a task of the scope failed", future.exceptionNow());
      }
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    executor.close();
  }
}

package dev.millrace.rollout.sandbox.namespace;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Starts host processes, and lends the threads that read what they write.
final class Processes implements AutoCloseable {
  /// For what has been killed to be gone: far above what a busy machine takes for it.
  static final Duration GRACE = Duration.ofSeconds(30);

  /// For a launcher to end by itself with its command.
  static final Duration OWN_END = Duration.ofSeconds(1);

  private static final String NOTHING = "nothing";

  // A parent-death signal is tied to the thread that forked, not to its process: so one platform
  // thread, which lives as long as this object, starts them all.
  private final ExecutorService starter;
  // Platform threads, for a read of a pipe holds its carrier thread.
  private final ExecutorService pumps =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("sandbox-output-", 0).factory());

  private final Duration patience;
  // What the starting thread does, for a message.
  private volatile String work = NOTHING;

  Processes() {
    this(Duration.ofSeconds(60), Thread.ofPlatform().daemon().name("sandbox-starter").factory());
  }

  /// @param patience of those who wait for the start of a process
  /// @param starters makes the thread that starts them
  Processes(Duration patience, ThreadFactory starters) {
    this.patience = patience;
    this.starter = Executors.newSingleThreadExecutor(starters);
  }

  /// Starts a process that dies with this JVM, in an empty environment.
  Process start(List<String> argv) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(argv);
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    var started = new CompletableFuture<Process>();
    starter.execute(() -> start(builder, started));
    boolean isTaken = false;
    try {
      Process process = started.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      isTaken = true;
      return process;
    } catch (ExecutionException e) {
      throw new IOException("cannot start " + argv.getFirst(), e.getCause());
    } catch (TimeoutException e) {
      String waited = "waited " + patience + " for " + argv.getFirst() + " to start: ";
      throw new IOException(waited + "the thread that starts processes is at " + work, e);
    } finally {
      if (!isTaken) {
        // The caller goes away while its process is being started: end it all the same.
        var _ = started.thenAccept(Process::destroyForcibly);
      }
    }
  }

  private void start(ProcessBuilder builder, CompletableFuture<Process> started) {
    try {
      work = builder.command().getFirst() + " since " + Instant.now();
      started.complete(builder.start());
    } catch (Throwable e) {
      // Whatever it is, this thread has to live: all that it has started dies with it.
      started.completeExceptionally(e);
    } finally {
      work = NOTHING;
    }
  }

  /// Ends a launcher that has process 1 of a command's namespaces for a grandchild, and with it the
  /// command. Returns when they are gone.
  static void kill(Process launcher) {
    launcher.children().flatMap(ProcessHandle::children).forEach(ProcessHandle::destroyForcibly);
    boolean interrupted = Thread.interrupted();
    try {
      if (!launcher.waitFor(OWN_END.toMillis(), TimeUnit.MILLISECONDS)) {
        launcher.descendants().forEach(ProcessHandle::destroyForcibly);
        launcher.destroyForcibly();
        launcher.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      interrupted = true;
      launcher.descendants().forEach(ProcessHandle::destroyForcibly);
      launcher.destroyForcibly();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Does blocking work, such as the read of a pipe, on a platform thread.
  <T> Future<T> pump(Callable<T> work) {
    return pumps.submit(work);
  }

  /// Ends the starting thread, and with it whatever it has started and still runs.
  @Override
  public void close() {
    starter.shutdownNow();
    pumps.shutdown();
  }
}

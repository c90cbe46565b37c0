package dev.millrace.rollout.sandbox.namespace;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Starts host processes and sees each of them to its end.
final class Processes implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(5);

  // A parent-death signal is tied to the thread that forked, not to its process: so one platform
  // thread, which lives as long as this object, starts them all.
  private final ExecutorService starter =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("sandbox-starter").factory());
  // Platform threads, for a read of a pipe holds its carrier thread.
  private final ExecutorService pumps =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("sandbox-output-", 0).factory());

  /// @param outputBytes kept of each stream
  record Request(
      List<String> argv, byte[] stdin, boolean mergesStreams, Duration time, int outputBytes) {}

  record Ended(int exitCode, HeadTail stdout, HeadTail stderr, boolean timedOut, Duration took) {}

  /// Runs a process to its end or its time limit; an interrupt kills it.
  Ended run(Request request, RunningProcess slot) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Process process = start(request);
    try {
      slot.put(process);
      var stdout = new HeadTail(request.outputBytes());
      var stderr = new HeadTail(request.outputBytes());
      Future<?> out = pump(process.getInputStream(), stdout);
      Future<?> err = pump(process.getErrorStream(), stderr);
      feed(process, request.stdin());
      boolean timedOut = !process.waitFor(request.time().toNanos(), TimeUnit.NANOSECONDS);
      if (timedOut) {
        RunningProcess.kill(process);
      }
      await(out);
      await(err);
      return new Ended(
          process.waitFor(), stdout, stderr, timedOut, Duration.ofNanos(System.nanoTime() - begin));
    } finally {
      RunningProcess.kill(process);
      slot.clear();
    }
  }

  private Process start(Request request) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(request.argv()).redirectErrorStream(request.mergesStreams());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    if (request.stdin().length == 0) {
      builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    }
    Future<Process> started = starter.submit(builder::start);
    try {
      return started.get();
    } catch (ExecutionException e) {
      throw new IOException("cannot start " + request.argv().getFirst(), e.getCause());
    } catch (InterruptedException e) {
      endUnwaited(started);
      throw e;
    }
  }

  /// The caller goes away while its process is being started: see it to its end all the same,
  /// before
  /// anyone runs another one over the same files.
  private static void endUnwaited(Future<Process> started) throws InterruptedException {
    try {
      RunningProcess.kill(started.get(GRACE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException | TimeoutException _) {
      // There is no process, or the starter hangs with it and ends it when it ends.
      started.cancel(false);
    }
  }

  private Future<?> pump(InputStream stream, HeadTail sink) {
    return pumps.submit(
        () -> {
          try (stream) {
            sink.drain(stream);
          }
          return null;
        });
  }

  private void feed(Process process, byte[] stdin) {
    if (stdin.length == 0) {
      return;
    }
    var _ =
        pumps.submit(
            () -> {
              try (OutputStream stream = process.getOutputStream()) {
                stream.write(stdin);
              }
              // A command may end without having read its input: the broken pipe is not an error.
              return null;
            });
  }

  private static void await(Future<?> pump) throws IOException, InterruptedException {
    try {
      pump.get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException("cannot read the output of a command", e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("a command has ended, but its output has not: something holds it", e);
    }
  }

  /// Ends the starting thread, and with it whatever it has started and still runs.
  @Override
  public void close() {
    starter.shutdownNow();
    pumps.shutdown();
  }
}

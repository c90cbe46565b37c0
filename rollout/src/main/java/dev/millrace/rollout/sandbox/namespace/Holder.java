package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.Ended;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.HeadTail;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// A shell of the supervisor's inside namespaces, which holds the mounts of one sandbox and runs
/// its commands one after another. It lives as long as the sandbox and is then used for the next
/// one. When this JVM dies, the kernel ends it, everything it runs and all its mounts.
///
/// [#run] is for one thread at a time; [#end] and [#isUsable] are for any.
final class Holder {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Path NO_INPUT = Path.of("/dev/null");
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Processes processes;
  private final Dialogue dialogue;
  private final HolderFiles files;
  private final Process process;
  private final ProcessHandle shell;
  private final Path root;
  private final OutputStream requests;
  private final MarkedStream stdout;
  private final MarkedStream stderr;
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by the lock.
  private boolean usable = true;

  /// @param outputBytes kept of each stream
  record Request(Work work, byte[] stdin, boolean mergesStreams, Duration time, int outputBytes) {
    static final Duration OWN_TIME = Duration.ofSeconds(60);

    static Request of(Command command, Work work) {
      return new Request(
          work,
          command.stdin(),
          command.streams() == Command.Streams.MERGED,
          command.limits().time(),
          command.limits().outputBytes());
    }

    /// Work of the supervisor's own.
    static Request own(Work work) {
      return new Request(work, new byte[0], true, OWN_TIME, 4096);
    }
  }

  private Holder(
      Processes processes,
      Dialogue dialogue,
      HolderFiles files,
      Process process,
      ProcessHandle shell) {
    this.processes = processes;
    this.dialogue = dialogue;
    this.files = files;
    this.process = process;
    this.shell = shell;
    this.root = Path.of("/proc", Long.toString(shell.pid()), "root");
    this.requests = process.getOutputStream();
    this.stdout = new MarkedStream(process.getInputStream());
    this.stderr = new MarkedStream(process.getErrorStream());
  }

  /// Starts a shell, whose command line this is, and waits until it is ready.
  ///
  /// @throws IOException that says what the start was told, when it fails
  static Holder start(Processes processes, Dialogue dialogue, HolderFiles files, List<String> argv)
      throws IOException, InterruptedException {
    Process process = processes.start(argv);
    boolean started = false;
    try {
      var out = new MarkedStream(process.getInputStream());
      Future<String> ready = processes.pump(out::line);
      String said = ready.get(Request.OWN_TIME.toMillis(), TimeUnit.MILLISECONDS);
      ProcessHandle shell = process.children().findFirst().orElse(null);
      if (!said.equals("ready") || shell == null) {
        throw new IOException("a holder began with: " + said);
      }
      started = true;
      return new Holder(processes, dialogue, files, process, shell);
    } catch (ExecutionException e) {
      throw new IOException(said(process, dialogue), e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("a holder was not ready after " + Request.OWN_TIME, e);
    } finally {
      if (!started) {
        process.children().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  private static String said(Process process, Dialogue dialogue) throws IOException {
    byte[] text = process.getErrorStream().readNBytes(500);
    return "the namespaces could not be set up: " + dialogue.refusal(text);
  }

  HolderFiles files() {
    return files;
  }

  /// The shell's process id on the host.
  long pid() {
    return shell.pid();
  }

  /// A path of the holder's mount namespace, as this process reaches it. Whoever walks there
  /// follows no links.
  Path seen(Path path) {
    return root.resolve(path.toString().substring(1));
  }

  /// Runs a request to its end or its time limit; an interrupt ends it and is thrown. Everything
  /// it started is gone when this returns.
  ///
  /// @throws IOException when the holder is gone
  Ended run(Request request) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    if (!isUsable()) {
      throw new IOException("the holder of the sandbox has ended");
    }
    try {
      Path input = NO_INPUT;
      if (request.stdin().length > 0) {
        input = Files.write(files.input(), request.stdin());
      }
      String marker = marker();
      var out = new HeadTail(request.outputBytes());
      var err = new HeadTail(request.outputBytes());
      Dialogue.Asked asked =
          dialogue.ask(requests, files, request.work(), marker, input, request.mergesStreams());
      Future<Dialogue.Answer> status = processes.pump(() -> asked.answer(stdout, out));
      Future<?> errors =
          request.mergesStreams()
              ? CompletableFuture.completedFuture("")
              : processes.pump(
                  () -> {
                    asked.errors(stderr, err);
                    return "";
                  });
      boolean timedOut = !ends(status, request.time());
      Dialogue.Answer answer = get(status);
      get(errors);
      if (!timedOut && !answer.problem().isEmpty()) {
        throw new IOException("nothing was done: " + answer.problem());
      }
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      var end = timedOut ? ExecResult.End.TIMED_OUT : ExecResult.End.EXITED;
      return new Ended(answer.code(), out, err, end, took, answer.orphans());
    } catch (IOException e) {
      end();
      throw e;
    }
  }

  /// Runs work of the supervisor's own.
  ///
  /// @param what it does, for the message
  /// @throws IOException also when it fails
  void runOwn(Work work, String what) throws IOException, InterruptedException {
    var ended = run(Request.own(work));
    if (!ended.hasExited() || ended.exitCode() != 0) {
      throw new IOException(
          "the sandbox could not "
              + what
              + ": exit "
              + ended.exitCode()
              + " "
              + ended.stdout().text().strip());
    }
  }

  /// Waits for the end; kills the command when its time is over or the caller is interrupted.
  private boolean ends(Future<?> status, Duration time) throws InterruptedException {
    try {
      status.get(time.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException _) {
      // Told by get.
      return true;
    } catch (TimeoutException _) {
      killCommand(status);
      return false;
    } catch (InterruptedException e) {
      killCommand(status);
      throw e;
    }
  }

  private static <T> T get(Future<T> future) throws IOException, InterruptedException {
    try {
      return future.get(Processes.GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(
          "the holder was ended from outside, or its output cannot be read", e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("a command has ended, but its output has not: something holds it", e);
    }
  }

  /// Kills process 1 of the command's namespaces: the kernel then kills the others, and whoever
  /// waits for it goes on only when they are gone. A launcher that has no such process yet is
  /// waited for; one that gets none is killed itself.
  private void killCommand(Future<?> status) {
    long end = System.nanoTime() + Processes.GRACE.toNanos();
    long patience = System.nanoTime() + Processes.OWN_END.toNanos();
    while (!status.isDone() && System.nanoTime() < end) {
      List<ProcessHandle> firsts = dialogue.firsts(shell).toList();
      firsts.forEach(ProcessHandle::destroyForcibly);
      if (firsts.isEmpty() && System.nanoTime() > patience) {
        shell.children().forEach(ProcessHandle::destroyForcibly);
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
    if (!status.isDone()) {
      // Something cannot be killed: then nothing may run over these files again.
      end();
    }
  }

  /// Kills the command that runs, if one does and has begun. Any thread may call it.
  void strike() {
    dialogue.firsts(shell).forEach(ProcessHandle::destroyForcibly);
  }

  /// A word that nobody else knows.
  static String marker() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  boolean isUsable() {
    lock.lock();
    try {
      return usable && shell.isAlive();
    } finally {
      lock.unlock();
    }
  }

  /// Ends the shell, what it runs, and where it is process 1 of its namespaces, those and their
  /// mounts. Returns when they are gone. Idempotent.
  void end() {
    lock.lock();
    try {
      usable = false;
    } finally {
      lock.unlock();
    }
    // A shell that is not process 1 would leave its command to itself.
    dialogue.firsts(shell).forEach(ProcessHandle::destroyForcibly);
    shell.destroyForcibly();
    Processes.kill(process);
  }
}

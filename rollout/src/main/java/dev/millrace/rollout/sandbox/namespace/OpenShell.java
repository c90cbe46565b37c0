package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.HeadTail;
import dev.millrace.rollout.sandbox.HostTree;
import dev.millrace.rollout.sandbox.Shell;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// A bash in namespaces of its own over a sandbox's tree, which reads scripts from a pipe. The line
/// that ends each script's output holds a marker; a script that forges it deceives only itself.
final class OpenShell implements Shell {
  private static final int KILLED = 137;
  private static final int CANNOT_EXECUTE = 126;

  private final Holders holders;
  private final Process process;
  private final HolderFiles files;
  private final Command.Limits limits;
  private final Memory memory;
  private final Watch watch;
  private final Consumer<OpenShell> whenClosed;
  private final MarkedStream output;
  private final AtomicBoolean closed = new AtomicBoolean();

  /// Sets the memory that the sandbox may use.
  interface Memory {
    void limit(long bytes) throws IOException;
  }

  OpenShell(
      Holders holders,
      Process process,
      HolderFiles files,
      Command.Limits limits,
      Memory memory,
      Watch watch,
      Consumer<OpenShell> whenClosed) {
    this.holders = holders;
    this.process = process;
    this.files = files;
    this.limits = limits;
    this.memory = memory;
    this.watch = watch;
    this.whenClosed = whenClosed;
    this.output = new MarkedStream(process.getInputStream());
  }

  @Override
  public ExecResult run(String script, Duration time) throws InterruptedException {
    if (closed.get()) {
      throw new FailureException(new Failure.Sandbox("the shell is closed"));
    }
    long begin = System.nanoTime();
    if (script.indexOf('\0') >= 0) {
      return result(CANNOT_EXECUTE, "cannot execute: the script holds a NUL byte\n", begin);
    }
    String marker = Holder.marker();
    var kept = new HeadTail(limits.outputBytes());
    Future<Integer> status = holders.processes().pump(() -> output.untilNumber(marker, kept));
    try {
      memory.limit(limits.memoryBytes());
      send("eval " + CommandScript.quoted(script) + " </dev/null 2>&1\n" + end(marker));
      return result(status.get(time.toNanos(), TimeUnit.NANOSECONDS), kept, begin);
    } catch (TimeoutException e) {
      close();
      return new ExecResult(KILLED, rest(status, kept), "", ExecResult.End.TIMED_OUT, since(begin));
    } catch (InterruptedException e) {
      close();
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof EOFException) {
        return ended(kept, begin);
      }
      close();
      throw new FailureException(new Failure.Sandbox("cannot read a shell: " + e.getCause()), e);
    } catch (IOException e) {
      // It has ended between two scripts: what it said last tells more than a broken pipe.
      return ended(kept, begin);
    }
  }

  /// Says the marker and the status. A shell that shows its lines does not show the marker whole.
  private static String end(String marker) {
    int half = marker.length() / 2;
    return "builtin printf '%s%s%s\\n' "
        + marker.substring(0, half)
        + " "
        + marker.substring(half)
        + " \"$?\"\n";
  }

  private void send(String lines) throws IOException {
    var pipe = process.getOutputStream();
    pipe.write(lines.getBytes(StandardCharsets.UTF_8));
    pipe.flush();
  }

  /// The script, or one before it, has ended the shell.
  private ExecResult ended(HeadTail kept, long begin) throws InterruptedException {
    ExecResult.End killed = watch.reason();
    if (killed != null) {
      close();
      return new ExecResult(KILLED, kept.text(), "", killed, since(begin));
    }
    try {
      boolean isOver = process.waitFor(Processes.GRACE.toMillis(), TimeUnit.MILLISECONDS);
      if (!isOver || !LauncherStatus.of(files).hasExited()) {
        throw new FailureException(
            new Failure.Sandbox(
                "the shell could not be started, or was ended from outside: "
                    + kept.text().strip()));
      }
      return result(process.exitValue(), kept, begin);
    } catch (IOException e) {
      throw new FailureException(new Failure.Sandbox("cannot read how a shell ended: " + e), e);
    } finally {
      close();
    }
  }

  /// What was written until the shell was killed.
  private static String rest(Future<Integer> status, HeadTail kept) throws InterruptedException {
    try {
      status.get(Processes.GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException _) {
      // The output ended, as it had to.
      return kept.text();
    }
    return kept.text();
  }

  private static ExecResult result(int code, HeadTail kept, long begin) {
    return result(code, kept.text(), begin);
  }

  private static ExecResult result(int code, String output, long begin) {
    return new ExecResult(code, output, "", ExecResult.End.EXITED, since(begin));
  }

  private static Duration since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /// The process that everything in the shell descends from.
  long pid() {
    return process.pid();
  }

  /// Ends what runs in it, and with that the shell. Any thread may call it.
  void strike() {
    process.children().flatMap(ProcessHandle::children).forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    Processes.kill(process);
    whenClosed.accept(this);
    try {
      HostTree.delete(files.directory());
    } catch (IOException e) {
      throw new FailureException(new Failure.Sandbox("cannot remove a shell's files: " + e), e);
    }
  }
}

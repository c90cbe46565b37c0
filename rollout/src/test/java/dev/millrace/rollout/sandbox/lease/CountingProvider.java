package dev.millrace.rollout.sandbox.lease;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.FakeSandbox;
import dev.millrace.rollout.sandbox.Protections;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.sandbox.Shell;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Sandboxes that do nothing, counted at every moment, made by a plan.
final class CountingProvider implements SandboxProvider {
  private final Plan plan;
  private final Tally creating = new Tally();
  private final Tally open = new Tally();
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger closedTwice = new AtomicInteger();

  /// What happens while a sandbox is made or works.
  @FunctionalInterface
  interface Plan {
    Plan SMOOTH = _ -> {};

    void happen(String what) throws InterruptedException;
  }

  CountingProvider(Plan plan) {
    this.plan = plan;
  }

  /// How many there are, and were at most.
  static final class Tally {
    private int now;
    private int most;

    private synchronized void change(int by) {
      now += by;
      most = Math.max(most, now);
    }

    synchronized int now() {
      return now;
    }

    synchronized int most() {
      return most;
    }
  }

  Tally creating() {
    return creating;
  }

  Tally open() {
    return open;
  }

  int made() {
    return made.get();
  }

  int closedTwice() {
    return closedTwice.get();
  }

  @Override
  public String description() {
    return "counted";
  }

  @Override
  public Protections protections() {
    return new Protections("counting", List.of());
  }

  @Override
  public Sandbox create(Environment environment) throws InterruptedException {
    creating.change(1);
    try {
      plan.happen("create " + environment.digest());
      made.incrementAndGet();
      return new Counted();
    } finally {
      creating.change(-1);
    }
  }

  @Override
  public void close() {
    // What is open then is a leak that the tests look for.
  }

  static FailureException failure(String detail) {
    return new FailureException(new Failure.Sandbox(detail));
  }

  private final class Counted implements Sandbox {
    private final AtomicInteger closes = new AtomicInteger();

    Counted() {
      open.change(1);
    }

    @Override
    public String workdir() {
      return "/";
    }

    @Override
    public ExecResult exec(Command command) throws InterruptedException {
      plan.happen("exec");
      return FakeSandbox.exited(0, "");
    }

    @Override
    public Optional<byte[]> read(String path, int maxBytes) {
      return Optional.empty();
    }

    @Override
    public boolean write(String path, byte[] content) {
      return true;
    }

    @Override
    public void copyIn(Path hostDirectory, String path) {
      throw failure("nothing is copied here");
    }

    @Override
    public WorkspaceDelta capture(long maxBytes) {
      return WorkspaceDelta.storedElsewhere("d", 0);
    }

    @Override
    public void apply(WorkspaceDelta delta) {
      throw failure("nothing is applied here");
    }

    @Override
    public Sandbox fork() throws InterruptedException {
      plan.happen("fork");
      return new Counted();
    }

    @Override
    public Shell shell(Command.Limits limits) {
      return new Shell() {
        @Override
        public ExecResult run(String script, Duration time) {
          return FakeSandbox.exited(0, script);
        }

        @Override
        public void close() {
          // There is nothing to end.
        }
      };
    }

    @Override
    public void close() {
      if (closes.incrementAndGet() > 1) {
        closedTwice.incrementAndGet();
        return;
      }
      open.change(-1);
      try {
        plan.happen("close");
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.ExecResult;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends what a sandbox runs when it takes more memory or processes than it may, where no control
/// group can be made: looks at all processes of the machine every 100 ms while anything
/// runs. What is taken and given back in between, it does not see. Any thread may call it.
final class Watchdog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
  private static final int PERIOD_MILLIS = 100;

  private final Set<OfSandbox> active = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition isWanted = lock.newCondition();
  private final Thread thread;

  /// One sandbox.
  private final class OfSandbox implements Watch {
    private final Subject subject;
    private final int maxTasks;
    private volatile long maxBytes = Long.MAX_VALUE;
    private volatile ExecResult.@Nullable End reason;

    OfSandbox(Subject subject, int maxTasks) {
      this.subject = subject;
      this.maxTasks = maxTasks;
    }

    @Override
    public void begin(long memoryBytes) {
      maxBytes = memoryBytes;
      reason = null;
      if (active.add(this)) {
        wake();
      }
    }

    @Override
    public void end() {
      active.remove(this);
    }

    @Override
    public ExecResult.@Nullable End reason() {
      return reason;
    }

    private void look(ProcessTable table) {
      ProcessTable.Trees trees = table.below(subject.roots());
      ExecResult.End over = over(trees);
      if (over == null) {
        return;
      }
      if (reason == null) {
        LOG.atInfo()
            .setMessage("A sandbox went over a limit")
            .addKeyValue("reason", over)
            .addKeyValue("tasks", trees.tasks())
            .log();
        reason = over;
      }
      subject.strike();
    }

    private ExecResult.@Nullable End over(ProcessTable.Trees trees) {
      if (trees.tasks() > maxTasks) {
        return ExecResult.End.OVER_PROCESSES;
      }
      return trees.residentBytes() > maxBytes ? ExecResult.End.OVER_MEMORY : null;
    }
  }

  private Watchdog() {
    this.thread = Thread.ofPlatform().daemon().name("sandbox-watchdog").unstarted(this::run);
  }

  static Watchdog start() {
    var watchdog = new Watchdog();
    watchdog.thread.start();
    return watchdog;
  }

  /// @param maxTasks processes and threads
  Watch over(Watch.Subject subject, int maxTasks) {
    return new OfSandbox(subject, maxTasks);
  }

  private void wake() {
    lock.lock();
    try {
      isWanted.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (true) {
        awaitWork();
        long before = System.nanoTime();
        look();
        // On a machine with very many processes, half of a processor at most.
        long pause =
            Math.max(TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS), System.nanoTime() - before);
        TimeUnit.NANOSECONDS.sleep(pause);
      }
    } catch (InterruptedException _) {
      LOG.atDebug().log("the watchdog of sandboxes has ended");
    }
  }

  private void awaitWork() throws InterruptedException {
    lock.lock();
    try {
      while (active.isEmpty()) {
        isWanted.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private void look() {
    try {
      ProcessTable table = ProcessTable.now();
      active.forEach(watch -> watch.look(table));
    } catch (IOException | RuntimeException e) {
      LOG.atError().setCause(e).log("the watchdog of sandboxes cannot look at processes");
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(Processes.GRACE.toMillis());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

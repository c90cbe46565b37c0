package dev.millrace.rollout.sandbox.namespace;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The process that a sandbox runs at the moment, for whoever wants to end it from another thread.
final class RunningProcess {
  private static final int GRACE_SECONDS = 5;

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Process process;
  private boolean closed;

  void put(Process started) {
    lock.lock();
    try {
      process = started;
      if (!closed) {
        return;
      }
    } finally {
      lock.unlock();
    }
    kill(started);
  }

  void clear() {
    lock.lock();
    try {
      process = null;
    } finally {
      lock.unlock();
    }
  }

  /// Ends what runs and whatever is started later. Returns when it is gone.
  void close() {
    Process running;
    lock.lock();
    try {
      closed = true;
      running = process;
    } finally {
      lock.unlock();
    }
    if (running != null) {
      kill(running);
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /// Kills process 1 of the namespaces, the launcher's only child: the kernel then kills the others
  /// and reports its end only when they are gone and the mounts with them. Killing the launcher
  /// itself would return before that.
  static void kill(Process process) {
    if (!process.isAlive()) {
      return;
    }
    awaitChild(process);
    process.children().forEach(ProcessHandle::destroyForcibly);
    if (!isGone(process)) {
      process.destroyForcibly();
      isGone(process);
    }
  }

  /// A launcher killed just after its fork could leave a child that does not yet know that it is to
  /// die with it.
  private static void awaitChild(Process process) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
    while (process.isAlive() && process.children().findAny().isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  private static boolean isGone(Process process) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

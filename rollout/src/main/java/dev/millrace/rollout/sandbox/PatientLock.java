package dev.millrace.rollout.sandbox;

import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// A lock among threads that nobody waits for without an end: who has waited too long is told who
/// holds it.
public final class PatientLock {
  private final ReentrantLock lock = new ReentrantLock();
  private final String what;
  private final Duration patience;
  private volatile String holder = "nobody";

  /// @param what it guards, for the message, e.g. `the layer of environment 1a2b`
  /// @param patience longer than any holder takes that is at work
  public PatientLock(String what, Duration patience) {
    this.what = what;
    this.patience = patience;
  }

  /// @throws FailureException with `Failure.Sandbox` when it was not free in time
  public void acquire() throws InterruptedException {
    if (!lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new FailureException(
          new Failure.Sandbox("waited " + patience + " for " + what + ": " + holder + " holds it"));
    }
    holder = nameOf(Thread.currentThread()) + " since " + Instant.now();
  }

  /// As [#acquire], for work that an interrupt does not stop: it is kept for later.
  public void acquireToTheEnd() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          acquire();
          return;
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  public void release() {
    lock.unlock();
  }

  /// For people: virtual threads often have no name.
  public static String nameOf(Thread thread) {
    return "thread " + thread.threadId() + " " + thread.getName();
  }
}

package dev.millrace.rollout.sandbox.lease;

import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Whether a sandbox is in use, was used lately, or is over. Any thread may ask.
final class Lease {
  private final LeaseId id;
  private final Duration idle;
  private final InstantSource clock;

  // Guards all below; never held while the sandbox works.
  private final ReentrantLock lock = new ReentrantLock();
  private int uses;
  private Instant lastUsed;
  private @Nullable String over;

  Lease(LeaseId id, Duration idle, InstantSource clock) {
    this.id = id;
    this.idle = idle;
    this.clock = clock;
    this.lastUsed = clock.instant();
  }

  LeaseId id() {
    return id;
  }

  /// What is done with a sandbox.
  @FunctionalInterface
  interface Work<T> {
    T run() throws InterruptedException;
  }

  /// Does something with the sandbox, which is not over before it ends.
  ///
  /// @throws FailureException with `Failure.Sandbox` when it is over already
  <T> T use(Work<T> work) throws InterruptedException {
    begin();
    try {
      return work.run();
    } finally {
      finish();
    }
  }

  private void begin() {
    lock.lock();
    try {
      if (over != null) {
        throw new FailureException(new Failure.Sandbox("sandbox " + id.value() + " " + over));
      }
      uses++;
    } finally {
      lock.unlock();
    }
  }

  private void finish() {
    lock.lock();
    try {
      uses--;
      lastUsed = clock.instant();
    } finally {
      lock.unlock();
    }
  }

  /// Counts as use.
  ///
  /// @return false when it is over
  boolean renew() {
    lock.lock();
    try {
      lastUsed = clock.instant();
      return over == null;
    } finally {
      lock.unlock();
    }
  }

  /// @return whether it was this call that ended it
  boolean end(String why) {
    lock.lock();
    try {
      if (over != null) {
        return false;
      }
      over = why;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Ends it if nobody uses it and nobody has for too long.
  ///
  /// @return whether it was this call that ended it
  boolean expire() {
    lock.lock();
    try {
      Instant now = clock.instant();
      if (uses > 0 || lastUsed.plus(idle).isAfter(now)) {
        return false;
      }
      return end(
          "was closed: nobody had used it since "
              + lastUsed
              + ", longer than idle, which is "
              + idle.toSeconds()
              + " s; raise it, or renew the lease");
    } finally {
      lock.unlock();
    }
  }
}

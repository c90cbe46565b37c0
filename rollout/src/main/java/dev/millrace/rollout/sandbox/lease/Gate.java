package dev.millrace.rollout.sandbox.lease;

import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Lets so many in at once; the others wait in the order they came. Any thread may use it.
final class Gate {
  private final String what;
  private final String setting;
  private final int places;

  // Guards all below; never held while anyone works.
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition isEmpty = lock.newCondition();
  private final Deque<Waiter> queue = new ArrayDeque<>();
  private int taken;
  private boolean isShut;

  /// @param what is bounded, for messages
  /// @param setting that says how many
  Gate(String what, String setting, int places) {
    this.what = what;
    this.setting = setting;
    this.places = places;
  }

  private static final class Waiter {
    private final Condition turn;
    private boolean isIn;

    Waiter(Condition turn) {
      this.turn = turn;
    }
  }

  /// Takes a place.
  ///
  /// @param who for messages
  /// @return how much of the time is left
  /// @throws FailureException with `Failure.Sandbox` when none is free in time, or the gate is shut
  Duration enter(String who, Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      checkOpen(who);
      if (queue.isEmpty() && taken < places) {
        taken++;
        return atMost;
      }
      return await(who, atMost);
    } finally {
      lock.unlock();
    }
  }

  private Duration await(String who, Duration atMost) throws InterruptedException {
    int ahead = queue.size();
    Waiter waiter = new Waiter(lock.newCondition());
    queue.addLast(waiter);
    long left = atMost.toNanos();
    try {
      while (!waiter.isIn) {
        checkOpen(who);
        if (left <= 0) {
          throw late(who, atMost, ahead);
        }
        left = waiter.turn.awaitNanos(left);
      }
      return Duration.ofNanos(Math.max(0, left));
    } catch (InterruptedException e) {
      if (waiter.isIn) {
        pass();
      }
      throw e;
    } finally {
      queue.remove(waiter);
    }
  }

  private FailureException late(String who, Duration waited, int ahead) {
    return failure(
        who
            + " waited "
            + waited.toMillis()
            + " ms for one of the "
            + places
            + " "
            + what
            + "; "
            + ahead
            + " were ahead when it came; raise "
            + setting
            + ", or run fewer episodes at once");
  }

  private void checkOpen(String who) {
    if (isShut) {
      throw failure(who + " is not made: the provider is closed");
    }
  }

  /// Gives a place back.
  void leave() {
    lock.lock();
    try {
      pass();
    } finally {
      lock.unlock();
    }
  }

  private void pass() {
    Waiter next = queue.pollFirst();
    if (next != null) {
      next.isIn = true;
      next.turn.signal();
      return;
    }
    taken--;
    if (taken == 0) {
      isEmpty.signalAll();
    }
  }

  /// Lets nobody in any more; those who wait fail.
  void shut() {
    lock.lock();
    try {
      isShut = true;
      queue.forEach(waiter -> waiter.turn.signal());
    } finally {
      lock.unlock();
    }
  }

  /// Waits until everybody has left.
  ///
  /// @return whether they have
  boolean awaitEmpty(Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = atMost.toNanos();
      while (taken > 0 && left > 0) {
        left = isEmpty.awaitNanos(left);
      }
      return taken == 0;
    } finally {
      lock.unlock();
    }
  }

  int taken() {
    lock.lock();
    try {
      return taken;
    } finally {
      lock.unlock();
    }
  }

  int waiting() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  private static FailureException failure(String detail) {
    return new FailureException(new Failure.Sandbox(detail));
  }
}

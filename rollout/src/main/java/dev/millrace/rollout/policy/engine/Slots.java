package dev.millrace.rollout.policy.engine;

import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.protocol.EngineTrouble.Kind;
import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The slots of one llama.cpp server, each of which holds one conversation's cache. A call has a
/// slot to itself: its own of last time when that is free, so that the cache is found again.
/// Guarded by its own lock.
final class Slots {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();
  private final BitSet free;
  private final int total;

  Slots(int total) {
    this.total = total;
    this.free = new BitSet(total);
    free.set(0, total);
  }

  /// Takes a slot, waiting for one if need be.
  ///
  /// @param preferred any number; the same one prefers the same slot
  int take(int preferred, Duration wait) throws EngineTrouble, InterruptedException {
    long left = wait.toNanos();
    lock.lockInterruptibly();
    try {
      while (free.isEmpty()) {
        if (left <= 0) {
          throw new EngineTrouble(
              Kind.FULL,
              "none of the server's "
                  + total
                  + " slots came free in time; run fewer episodes at"
                  + " once or start it with more slots");
        }
        left = freed.awaitNanos(left);
      }
      int wanted = Math.floorMod(preferred, total);
      int slot = free.get(wanted) ? wanted : free.nextSetBit(0);
      free.clear(slot);
      return slot;
    } finally {
      lock.unlock();
    }
  }

  void release(int slot) {
    lock.lock();
    try {
      free.set(slot);
      freed.signal();
    } finally {
      lock.unlock();
    }
  }
}

package dev.millrace.rollout.sandbox.namespace;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// A sandbox and its forks: they share namespaces, for the frozen layers of one lie below the
/// others. The first one's holder keeps them until the last sandbox is closed. Any thread may call
/// it.
final class Family {
  private final Holders holders;
  private final Holder first;
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by the lock.
  private final List<Holder> members = new ArrayList<>();
  private int open;

  Family(Holders holders, Holder first) {
    this.holders = holders;
    this.first = first;
    members.add(first);
    open = 1;
  }

  Holder first() {
    return first;
  }

  void join(Holder holder) {
    lock.lock();
    try {
      members.add(holder);
      open++;
    } finally {
      lock.unlock();
    }
  }

  /// One of the sandboxes is closed.
  ///
  /// @param isClean whether nothing of it is mounted or left in its holder's space
  void leave(boolean isClean) {
    List<Holder> all;
    lock.lock();
    try {
      open--;
      if (open > 0) {
        return;
      }
      all = List.copyOf(members);
    } finally {
      lock.unlock();
    }
    if (all.size() == 1 && isClean) {
      holders.giveBack(first);
      return;
    }
    // Process 1 of the namespaces goes last.
    all.reversed().forEach(holders::drop);
  }
}

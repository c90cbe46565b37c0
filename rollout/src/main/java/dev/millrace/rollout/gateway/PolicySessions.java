package dev.millrace.rollout.gateway;

import dev.millrace.rollout.policy.PolicySession;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A session's conversations with the policy: each is for one thread at a time, and calls may run
/// at the same time. One lock; sessions are opened and closed outside it.
final class PolicySessions implements AutoCloseable {
  private final Supplier<PolicySession> open;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<PolicySession> idle = new ArrayDeque<>(1);
  private boolean isClosed;

  PolicySessions(Supplier<PolicySession> open) {
    this.open = open;
  }

  PolicySession take() {
    PolicySession waiting = waiting();
    return waiting == null ? open.get() : waiting;
  }

  private @Nullable PolicySession waiting() {
    lock.lock();
    try {
      return idle.pollLast();
    } finally {
      lock.unlock();
    }
  }

  void giveBack(PolicySession session) {
    lock.lock();
    try {
      if (!isClosed) {
        idle.addLast(session);
        return;
      }
    } finally {
      lock.unlock();
    }
    session.close();
  }

  @Override
  public void close() {
    List<PolicySession> left;
    lock.lock();
    try {
      isClosed = true;
      left = new ArrayList<>(idle);
      idle.clear();
    } finally {
      lock.unlock();
    }
    left.forEach(PolicySession::close);
  }
}

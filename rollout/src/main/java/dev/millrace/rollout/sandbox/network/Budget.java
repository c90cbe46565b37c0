package dev.millrace.rollout.sandbox.network;

import java.util.concurrent.atomic.AtomicLong;

/// What a proxy may still do. Any thread may take.
final class Budget {
  private final ProxyLimits limits;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  Budget(ProxyLimits limits) {
    this.limits = limits;
  }

  /// One more request; its number, from 1.
  long request() {
    return requests.incrementAndGet();
  }

  /// @return false when there were not so many bytes left; then there are none any more
  boolean take(long wanted) {
    return bytes.addAndGet(wanted) <= limits.bytes();
  }

  boolean hasBytes() {
    return bytes.get() < limits.bytes();
  }

  String bytesUsedUp() {
    return "the " + limits.bytes() + " bytes allowed are used up";
  }
}

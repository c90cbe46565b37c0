package dev.millrace.rollout.policy.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// A clock that stands still until it is moved. Any thread.
final class ManualNanos implements LongSupplier {
  private final AtomicLong now = new AtomicLong();

  void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Override
  public long getAsLong() {
    return now.get();
  }
}

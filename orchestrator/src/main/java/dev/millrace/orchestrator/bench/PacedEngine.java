package dev.millrace.orchestrator.bench;

import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.policy.SampleRequest;
import dev.millrace.rollout.policy.Sampled;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/// An engine that hands out an id at a time, at a pace, and remembers when. The first comes at
/// once.
final class PacedEngine implements PolicySession {
  private final Turn turn;
  private final Duration pace;
  private final InFlight inFlight;
  private final AtomicLongArray handedOut;

  /// How many calls are under way, looked at whenever an id is handed out in a span of time.
  static final class InFlight {
    private final long from;
    private final long to;
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicInteger sum = new AtomicInteger();

    /// The span, by [System#nanoTime].
    InFlight(long from, long to) {
      this.from = from;
      this.to = to;
    }

    double mean() {
      return looks.get() == 0 ? 0 : (double) sum.get() / looks.get();
    }

    private void look(long at) {
      if (at >= from && at < to) {
        looks.incrementAndGet();
        sum.addAndGet(now.get());
      }
    }
  }

  PacedEngine(Turn turn, Duration pace, InFlight inFlight) {
    this.turn = turn;
    this.pace = pace;
    this.inFlight = inFlight;
    this.handedOut = new AtomicLongArray(turn.ids().length);
  }

  /// By [System#nanoTime].
  long handedOutAt(int index) {
    return handedOut.get(index);
  }

  @Override
  public Sampled sample(SampleRequest request) {
    inFlight.now.incrementAndGet();
    try {
      long next = System.nanoTime();
      for (int i = 0; i < turn.ids().length; i++) {
        for (long left = 1; left > 0; left = next - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        next += pace.toNanos();
        long now = System.nanoTime();
        inFlight.look(now);
        handedOut.set(i, now);
        request.options().listener().onTokens(new int[] {turn.ids()[i]});
      }
      return turn.sampled();
    } finally {
      inFlight.now.decrementAndGet();
    }
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}

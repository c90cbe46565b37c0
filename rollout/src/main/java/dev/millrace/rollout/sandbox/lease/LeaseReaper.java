package dev.millrace.rollout.sandbox.lease;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes unused sandboxes of a provider from time to time, until it is closed itself.
public final class LeaseReaper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseReaper.class);
  private static final Duration CLOSE = Duration.ofSeconds(30);

  private final LeasedProvider provider;
  private final Duration every;
  private final CountDownLatch isOver = new CountDownLatch(1);
  private final Thread thread;

  private LeaseReaper(LeasedProvider provider, Duration every) {
    this.provider = provider;
    this.every = every;
    this.thread = Thread.ofVirtual().name("lease-reaper").unstarted(this::run);
  }

  /// Starts its thread.
  ///
  /// @param every how often it looks; a fraction of the leases' idle time
  public static LeaseReaper start(LeasedProvider provider, Duration every) {
    LeaseReaper reaper = new LeaseReaper(provider, every);
    reaper.thread.start();
    return reaper;
  }

  private void run() {
    try {
      while (!isOver.await(every.toNanos(), TimeUnit.NANOSECONDS)) {
        reap();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void reap() {
    try {
      for (LeaseId id : provider.reap()) {
        LOG.atWarn().addKeyValue("lease", id.value()).log("closed a sandbox that nobody used");
      }
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("a sandbox that nobody used could not be closed");
    }
  }

  /// Ends its thread, after the look that it may be taking, for which it waits a while. Idempotent.
  @Override
  public void close() {
    isOver.countDown();
    try {
      if (!thread.join(CLOSE)) {
        LOG.atWarn().log("the closing of unused sandboxes has not ended");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

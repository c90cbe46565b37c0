package dev.millrace.orchestrator.roles;

import dev.millrace.orchestrator.log.EventLog;
import dev.millrace.orchestrator.log.LogRecord;
import dev.millrace.orchestrator.log.Reader;
import dev.millrace.orchestrator.log.Topic;
import dev.millrace.orchestrator.schedule.LeaseEvent;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// Watches the `leases` topic for the word that the run is stored.
final class EndOfRun implements AutoCloseable {
  private static final Duration WAIT = Duration.ofMillis(500);

  private final CountDownLatch ended = new CountDownLatch(1);
  private final TaskScope scope = new TaskScope("end-of-run");

  private EndOfRun() {}

  static EndOfRun watch(EventLog log) {
    EndOfRun watch = new EndOfRun();
    var _ = watch.scope.fork(() -> watch.read(log));
    return watch;
  }

  boolean reached() {
    scope.check();
    return ended.getCount() == 0;
  }

  private boolean read(EventLog log) throws InterruptedException {
    try (Reader leases = log.tail(Topic.LEASES, Map.of())) {
      while (ended.getCount() > 0) {
        for (LogRecord record : leases.poll(WAIT)) {
          if (Codecs.LEASES.decode(record.value()) instanceof LeaseEvent.RunStored) {
            ended.countDown();
          }
        }
      }
      return true;
    }
  }

  /// A reader that has read the end is on its way out and is waited for: an interrupt would only
  /// make it break off while it says goodbye to the broker.
  @Override
  public void close() {
    try {
      if (ended.getCount() == 0) {
        scope.join();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      scope.close();
    }
  }
}

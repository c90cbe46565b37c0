package dev.millrace.orchestrator.roles;

import dev.millrace.orchestrator.log.Appender;
import dev.millrace.orchestrator.log.EventLog;
import dev.millrace.orchestrator.log.GroupReader;
import dev.millrace.orchestrator.log.LogException;
import dev.millrace.orchestrator.log.LogRecord;
import dev.millrace.orchestrator.log.ShareReader;
import dev.millrace.orchestrator.log.Tail;
import dev.millrace.orchestrator.log.Topic;
import dev.millrace.orchestrator.log.Transactor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// A log that tells when records are settled, and loses transactions on demand.
final class SpyingLog implements EventLog {
  private final EventLog log;
  private final Settling onAccept;
  private final AtomicInteger lostBefore = new AtomicInteger();
  private final AtomicInteger lostAfter = new AtomicInteger();

  SpyingLog(EventLog log, Settling onAccept) {
    this.log = log;
    this.onAccept = onAccept;
  }

  /// The next so many commits fail and leave nothing.
  SpyingLog losingBefore(int commits) {
    lostBefore.set(commits);
    return this;
  }

  /// The next so many commits are made, but their answer is lost.
  SpyingLog losingAfter(int commits) {
    lostAfter.set(commits);
    return this;
  }

  /// Told before a record is settled; may throw.
  interface Settling {
    void on(LogRecord record);
  }

  @Override
  public Appender appender() {
    return log.appender();
  }

  @Override
  public Transactor transactor(String id) {
    Transactor transactor = log.transactor(id);
    return new Transactor() {
      @Override
      public void commit(List<Outgoing> records, Consumed consumed) {
        if (lostBefore.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
          throw new LogException("the transaction was lost", new IllegalStateException());
        }
        transactor.commit(records, consumed);
        if (lostAfter.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
          throw new LogException("the answer was lost", new IllegalStateException());
        }
      }

      @Override
      public void close() {
        transactor.close();
      }
    };
  }

  @Override
  public Tail tail(Topic topic, Map<Integer, Long> from) {
    return log.tail(topic, from);
  }

  @Override
  public GroupReader group(String group, Topic topic) {
    return log.group(group, topic);
  }

  @Override
  public ShareReader share(String group, Topic topic) {
    ShareReader reader = log.share(group, topic);
    return new ShareReader() {
      @Override
      public List<LogRecord> poll(Duration wait) throws InterruptedException {
        return reader.poll(wait);
      }

      @Override
      public void accept(LogRecord record) {
        onAccept.on(record);
        reader.accept(record);
      }

      @Override
      public void release(LogRecord record) {
        reader.release(record);
      }

      @Override
      public void close() {
        reader.close();
      }
    };
  }

  @Override
  public Map<Integer, Long> ends(Topic topic) {
    return log.ends(topic);
  }

  @Override
  public void close() {
    log.close();
  }
}

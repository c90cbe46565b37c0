package dev.millrace.orchestrator.bench;

import dev.millrace.orchestrator.log.Appender;
import dev.millrace.orchestrator.log.EventLog;
import dev.millrace.orchestrator.log.GroupReader;
import dev.millrace.orchestrator.log.ShareReader;
import dev.millrace.orchestrator.log.Tail;
import dev.millrace.orchestrator.log.Topic;
import dev.millrace.orchestrator.log.Transactor;
import java.util.List;
import java.util.Map;

/// Times what is written to a log, as `log_append` and `log_commit`. Reading is left alone: a
/// reader mostly waits.
record TimedLog(EventLog real, Meter meter) implements EventLog {
  @Override
  public Appender appender() {
    return new TimedAppender(real.appender(), meter);
  }

  @Override
  public Transactor transactor(String id) {
    return new TimedTransactor(real.transactor(id), meter);
  }

  @Override
  public Tail tail(Topic topic, Map<Integer, Long> from) {
    return real.tail(topic, from);
  }

  @Override
  public GroupReader group(String group, Topic topic) {
    return real.group(group, topic);
  }

  @Override
  public ShareReader share(String group, Topic topic) {
    return real.share(group, topic);
  }

  @Override
  public Map<Integer, Long> ends(Topic topic) {
    return real.ends(topic);
  }

  @Override
  public void close() {
    real.close();
  }

  private record TimedAppender(Appender real, Meter meter) implements Appender {
    @Override
    public void append(Topic topic, String key, byte[] value) {
      meter.timeStep("log_append", () -> real.append(topic, key, value));
    }

    @Override
    public void flush() {
      meter.timeStep("log_append", real::flush);
    }

    @Override
    public void close() {
      real.close();
    }
  }

  private record TimedTransactor(Transactor real, Meter meter) implements Transactor {
    @Override
    public void commit(List<Outgoing> records, Consumed consumed) {
      meter.timeStep("log_commit", () -> real.commit(records, consumed));
    }

    @Override
    public void close() {
      real.close();
    }
  }
}

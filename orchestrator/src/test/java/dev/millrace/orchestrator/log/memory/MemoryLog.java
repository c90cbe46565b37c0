package dev.millrace.orchestrator.log.memory;

import dev.millrace.orchestrator.log.Appender;
import dev.millrace.orchestrator.log.EventLog;
import dev.millrace.orchestrator.log.GroupReader;
import dev.millrace.orchestrator.log.LogException;
import dev.millrace.orchestrator.log.LogRecord;
import dev.millrace.orchestrator.log.ShareReader;
import dev.millrace.orchestrator.log.Tail;
import dev.millrace.orchestrator.log.Topic;
import dev.millrace.orchestrator.log.Transactor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An event log that lives as long as its object. One lock, [Store], guards everything.
public final class MemoryLog implements EventLog {
  private final Store store = new Store();
  private final Map<String, MemoryTransactor> transactors = new HashMap<>();
  private final Map<String, MemoryGroup> groups = new HashMap<>();
  private final Map<String, MemoryShare> shares = new HashMap<>();

  @Override
  public Appender appender() {
    return new Appender() {
      @Override
      public void append(Topic topic, String key, byte[] value) {
        store.append(List.of(new Transactor.Outgoing(topic, key, value)));
      }

      @Override
      public void flush() {
        // Nothing is buffered: a record is committed when append returns.
      }

      @Override
      public void close() {
        // Holds nothing.
      }
    };
  }

  @Override
  public synchronized Transactor transactor(String id) {
    MemoryTransactor before = transactors.get(id);
    if (before != null) {
      before.fence();
    }
    MemoryTransactor opened = new MemoryTransactor(store);
    transactors.put(id, opened);
    return opened;
  }

  @Override
  public Tail tail(Topic topic, Map<Integer, Long> from) {
    return new MemoryTail(store, topic, from);
  }

  @Override
  public synchronized GroupReader group(String group, Topic topic) {
    return groups.computeIfAbsent(group, _ -> new MemoryGroup(store, topic)).join();
  }

  @Override
  public synchronized ShareReader share(String group, Topic topic) {
    return shares.computeIfAbsent(group, _ -> new MemoryShare(store, topic)).join();
  }

  @Override
  public Map<Integer, Long> ends(Topic topic) {
    return store.ends(topic);
  }

  @Override
  public void close() {
    // Holds nothing outside the heap.
  }

  /// Writes all or nothing, until another writer has taken its id.
  private static final class MemoryTransactor implements Transactor {
    private final Store store;
    private boolean fenced;

    MemoryTransactor(Store store) {
      this.store = store;
    }

    synchronized void fence() {
      fenced = true;
    }

    @Override
    public synchronized void commit(List<Outgoing> records, Consumed consumed) {
      if (fenced) {
        throw new LogException(
            "the transaction was not committed",
            new IllegalStateException("another writer has taken this id"));
      }
      if (consumed instanceof Consumed.By(MemoryGroup.Member member, List<LogRecord> last)) {
        member.commit(last);
      }
      store.append(records);
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}

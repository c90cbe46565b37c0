package dev.millrace.orchestrator.log.memory;

import dev.millrace.orchestrator.log.LogRecord;
import dev.millrace.orchestrator.log.ShareReader;
import dev.millrace.orchestrator.log.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A share group: whoever polls gets the next record that nobody holds.
final class MemoryShare {
  private static final int MAX_POLLED = 4;

  private final Store store;
  private final Topic topic;
  private final Map<Integer, Integer> taken = new HashMap<>();
  private final Deque<LogRecord> released = new ArrayDeque<>();

  MemoryShare(Store store, Topic topic) {
    this.store = store;
    this.topic = topic;
  }

  ShareReader join() {
    return new Member();
  }

  private final class Member implements ShareReader {
    private final Set<LogRecord> held = new LinkedHashSet<>();

    @Override
    public List<LogRecord> poll(Duration wait) throws InterruptedException {
      if (!held.isEmpty()) {
        throw new IllegalStateException(
            held.size() + " records are not settled; settle each before the next poll");
      }
      return store.await(wait, this::take);
    }

    private List<LogRecord> take() {
      List<LogRecord> records = new ArrayList<>();
      while (records.size() < MAX_POLLED && !released.isEmpty()) {
        records.add(released.removeFirst());
      }
      for (int number = 0; number < topic.partitions(); number++) {
        List<LogRecord> partition = store.partition(topic, number);
        int at = taken.getOrDefault(number, 0);
        while (at < partition.size() && records.size() < MAX_POLLED) {
          records.add(partition.get(at++));
        }
        taken.put(number, at);
      }
      held.addAll(records);
      return records;
    }

    @Override
    public void accept(LogRecord record) {
      store.locked(() -> held.remove(record));
    }

    @Override
    public void release(LogRecord record) {
      store.locked(
          () -> {
            if (held.remove(record)) {
              released.add(record);
            }
          });
    }

    @Override
    public void close() {
      store.locked(
          () -> {
            released.addAll(held);
            held.clear();
          });
    }
  }
}

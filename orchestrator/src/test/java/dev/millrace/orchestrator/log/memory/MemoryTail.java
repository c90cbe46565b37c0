package dev.millrace.orchestrator.log.memory;

import dev.millrace.orchestrator.log.LogRecord;
import dev.millrace.orchestrator.log.Tail;
import dev.millrace.orchestrator.log.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads all partitions from given offsets.
final class MemoryTail implements Tail {
  private final Store store;
  private final Topic topic;
  private final Map<Integer, Long> next = new HashMap<>();

  MemoryTail(Store store, Topic topic, Map<Integer, Long> from) {
    this.store = store;
    this.topic = topic;
    for (int i = 0; i < topic.partitions(); i++) {
      next.put(i, from.getOrDefault(i, 0L));
    }
  }

  @Override
  public List<LogRecord> poll(Duration wait) throws InterruptedException {
    return store.await(wait, this::take);
  }

  private List<LogRecord> take() {
    List<LogRecord> taken = new ArrayList<>();
    next.replaceAll(
        (number, at) -> {
          List<LogRecord> partition = store.partition(topic, number);
          int from = (int) Math.min(at, partition.size());
          taken.addAll(partition.subList(from, partition.size()));
          return Math.max(at, partition.size());
        });
    return taken;
  }

  @Override
  public Map<Integer, Long> positions() {
    return Map.copyOf(next);
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}

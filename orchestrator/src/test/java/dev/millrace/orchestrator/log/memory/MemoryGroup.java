package dev.millrace.orchestrator.log.memory;

import dev.millrace.orchestrator.log.GroupReader;
import dev.millrace.orchestrator.log.LogException;
import dev.millrace.orchestrator.log.LogRecord;
import dev.millrace.orchestrator.log.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A consumer group: partitions are dealt out to its members in turn, anew at each change.
final class MemoryGroup {
  private static final int MAX_POLLED = 16;

  private final Store store;
  private final Topic topic;
  private final Map<Integer, Long> committed = new HashMap<>();
  private final List<Member> members = new ArrayList<>();

  MemoryGroup(Store store, Topic topic) {
    this.store = store;
    this.topic = topic;
  }

  GroupReader join() {
    Member member = new Member();
    store.locked(() -> members.add(member));
    return member;
  }

  /// Reads the partitions dealt to it.
  final class Member implements GroupReader {
    private final Map<Integer, Long> next = new HashMap<>();
    private Set<Integer> owned = Set.of();

    @Override
    public List<LogRecord> poll(Duration wait) throws InterruptedException {
      return store.await(wait, this::take);
    }

    private List<LogRecord> take() {
      deal();
      List<LogRecord> taken = new ArrayList<>();
      for (int number : owned) {
        List<LogRecord> partition = store.partition(topic, number);
        long at = next.getOrDefault(number, 0L);
        while (at < partition.size() && taken.size() < MAX_POLLED) {
          taken.add(partition.get((int) at++));
        }
        next.put(number, at);
      }
      return taken;
    }

    private void deal() {
      int place = members.indexOf(this);
      Set<Integer> mine = new HashSet<>();
      for (int i = 0; i < topic.partitions(); i++) {
        if (place >= 0 && i % members.size() == place) {
          mine.add(i);
          if (!owned.contains(i)) {
            next.put(i, committed.getOrDefault(i, 0L));
          }
        }
      }
      owned = Set.copyOf(mine);
    }

    void commit(List<LogRecord> last) {
      store.locked(
          () -> {
            for (LogRecord record : last) {
              if (!owned.contains(record.partition()) || !members.contains(this)) {
                throw new LogException(
                    "the transaction was not committed",
                    new IllegalStateException(
                        "partition " + record.partition() + " belongs to another member"));
              }
              committed.merge(record.partition(), record.offset() + 1, Math::max);
            }
          });
    }

    @Override
    public Set<Integer> owned() {
      return owned;
    }

    @Override
    public void rewind() {
      store.locked(() -> next.replaceAll((number, _) -> committed.getOrDefault(number, 0L)));
    }

    @Override
    public void close() {
      store.locked(() -> members.remove(this));
    }
  }
}

package dev.millrace.orchestrator.log.memory;

import dev.millrace.orchestrator.log.LogRecord;
import dev.millrace.orchestrator.log.Topic;
import dev.millrace.orchestrator.log.Transactor.Outgoing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The records of all topics, behind one lock.
final class Store {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Topic, List<List<LogRecord>>> topics = new EnumMap<>(Topic.class);

  Store() {
    for (Topic topic : Topic.values()) {
      List<List<LogRecord>> partitions = new ArrayList<>();
      for (int i = 0; i < topic.partitions(); i++) {
        partitions.add(new ArrayList<>());
      }
      topics.put(topic, partitions);
    }
  }

  void append(List<Outgoing> records) {
    lock.lock();
    try {
      for (Outgoing out : records) {
        int number = Math.floorMod(out.key().hashCode(), out.topic().partitions());
        List<LogRecord> partition = partition(out.topic(), number);
        partition.add(
            new LogRecord(out.topic(), number, partition.size(), out.key(), out.value().clone()));
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  Map<Integer, Long> ends(Topic topic) {
    lock.lock();
    try {
      Map<Integer, Long> ends = new HashMap<>();
      for (int i = 0; i < topic.partitions(); i++) {
        ends.put(i, (long) partition(topic, i).size());
      }
      return ends;
    } finally {
      lock.unlock();
    }
  }

  /// Call with the lock held.
  List<LogRecord> partition(Topic topic, int number) {
    List<List<LogRecord>> partitions = topics.get(topic);
    if (partitions == null) {
      throw new IllegalArgumentException("no topic " + topic);
    }
    return partitions.get(number);
  }

  /// Runs `take` under the lock until it yields something or the wait is over.
  List<LogRecord> await(Duration wait, Supplier<List<LogRecord>> take) throws InterruptedException {
    long left = wait.toNanos();
    lock.lockInterruptibly();
    try {
      List<LogRecord> taken = take.get();
      while (taken.isEmpty() && left > 0) {
        left = changed.awaitNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)));
        taken = take.get();
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  void locked(Runnable work) {
    lock.lock();
    try {
      work.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}

package dev.millrace.orchestrator.roles;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.orchestrator.log.EventLog;
import dev.millrace.orchestrator.log.LogRecord;
import dev.millrace.orchestrator.log.Tail;
import dev.millrace.orchestrator.log.Topic;
import dev.millrace.rollout.wire.Wire;
import dev.millrace.rollout.wire.WireException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Reads what roles write.
final class Watch {
  private static final Duration WAIT = Duration.ofMillis(200);
  /// Longer than verifiers take that print gigabytes, on a busy machine.
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(30);

  private Watch() {}

  /// Reads a topic from its beginning until what was read satisfies `enough`.
  static <T> List<T> until(EventLog log, Topic topic, Wire<T> wire, Predicate<List<T>> enough)
      throws InterruptedException {
    List<T> seen = new ArrayList<>();
    try (Tail tail = log.tail(topic, Map.of())) {
      long deadline = System.nanoTime() + PATIENCE_NANOS;
      while (!enough.test(seen) && System.nanoTime() < deadline) {
        for (LogRecord record : tail.poll(WAIT)) {
          add(seen, wire, record);
        }
      }
    }
    assertTrue(enough.test(seen), () -> "waited in vain; " + topic + " holds " + seen);
    return seen;
  }

  /// What a topic holds now.
  static <T> List<T> now(EventLog log, Topic topic, Wire<T> wire) throws InterruptedException {
    List<T> seen = new ArrayList<>();
    Map<Integer, Long> ends = log.ends(topic);
    try (Tail tail = log.tail(topic, Map.of())) {
      while (!tail.reached(ends)) {
        for (LogRecord record : tail.poll(WAIT)) {
          add(seen, wire, record);
        }
      }
    }
    return seen;
  }

  private static <T> void add(List<T> seen, Wire<T> wire, LogRecord record) {
    try {
      seen.add(wire.decode(record.value()));
    } catch (WireException e) {
      // Tests write such records on purpose; they are what roles must bear.
      assertTrue(record.key().equals("garbage"), () -> "undecodable: " + record + ": " + e);
    }
  }
}

package dev.millrace.orchestrator.roles;

import dev.millrace.orchestrator.log.EventLog;
import dev.millrace.orchestrator.log.LogRecord;
import dev.millrace.orchestrator.log.Reader;
import dev.millrace.orchestrator.log.Topic;
import dev.millrace.rollout.trajectory.EpisodeId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Which episodes are scored already, by partition. A partition's set is read from the `scored`
/// topic
/// when the partition is taken over: equal keys are in equal partitions of both topics.
final class ScoredEpisodes {
  private static final Duration WAIT = Duration.ofMillis(500);

  private final EventLog log;
  private final Map<Integer, Set<EpisodeId>> known = new HashMap<>();

  ScoredEpisodes(EventLog log) {
    this.log = log;
  }

  /// Takes over new partitions and forgets lost ones.
  void own(Set<Integer> owned) throws InterruptedException {
    known.keySet().retainAll(owned);
    Set<Integer> taken = new HashSet<>(owned);
    taken.removeAll(known.keySet());
    if (!taken.isEmpty()) {
      read(taken);
    }
  }

  /// @return whether the episode was not scored before
  boolean add(int partition, EpisodeId id) {
    return known.computeIfAbsent(partition, _ -> new HashSet<>()).add(id);
  }

  private void read(Set<Integer> taken) throws InterruptedException {
    taken.forEach(partition -> known.put(partition, new HashSet<>()));
    Map<Integer, Long> ends = log.ends(Topic.SCORED);
    Map<Integer, Long> at = new HashMap<>();
    Map<Integer, Long> from = new HashMap<>();
    ends.forEach(
        (partition, end) -> {
          boolean wanted = taken.contains(partition) && end > 0;
          from.put(partition, wanted ? 0L : end);
          if (wanted) {
            at.put(partition, 0L);
          }
        });
    if (at.isEmpty()) {
      return;
    }
    try (Reader reader = log.tail(Topic.SCORED, from)) {
      int empty = 0;
      // The last offsets of a partition are markers of transactions, which are never polled.
      while (behind(at, ends) && empty < 2) {
        int polled = 0;
        for (LogRecord record : reader.poll(WAIT)) {
          polled++;
          at.put(record.partition(), record.offset() + 1);
          if (taken.contains(record.partition())) {
            add(
                record.partition(),
                Codecs.SCORED.decode(record.value()).trajectory().episode().id());
          }
        }
        empty = polled == 0 ? empty + 1 : 0;
      }
    }
  }

  /// Whether a record may be missing: a marker takes one offset behind each transaction.
  private static boolean behind(Map<Integer, Long> at, Map<Integer, Long> ends) {
    return at.entrySet().stream()
        .anyMatch(e -> e.getValue() + 1 < ends.getOrDefault(e.getKey(), 0L));
  }
}

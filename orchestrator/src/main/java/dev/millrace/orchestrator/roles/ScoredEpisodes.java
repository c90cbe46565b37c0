package dev.millrace.orchestrator.roles;

import dev.millrace.orchestrator.log.EventLog;
import dev.millrace.orchestrator.log.LogRecord;
import dev.millrace.orchestrator.log.Tail;
import dev.millrace.orchestrator.log.Topic;
import dev.millrace.rollout.trajectory.EpisodeId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Which episodes are scored already, by partition. A partition's set is read from the `scored`
/// topic when the partition is taken over: equal keys are in equal partitions of both topics.
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
    Map<Integer, Long> from = new HashMap<>(ends);
    taken.forEach(partition -> from.put(partition, 0L));
    try (Tail reader = log.tail(Topic.SCORED, from)) {
      while (!reader.reached(ends)) {
        for (LogRecord record : reader.poll(WAIT)) {
          if (taken.contains(record.partition())) {
            add(
                record.partition(),
                Codecs.SCORED.decode(record.value()).trajectory().episode().id());
          }
        }
      }
    }
  }
}

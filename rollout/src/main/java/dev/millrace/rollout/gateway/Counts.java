package dev.millrace.rollout.gateway;

import java.util.Map;
import java.util.TreeMap;

/// Counts by name. Guarded by the session's lock.
final class Counts {
  private final Map<String, Integer> counts = new TreeMap<>();

  void add(String name) {
    counts.merge(name, 1, Integer::sum);
  }

  Map<String, Integer> toMap() {
    return Map.copyOf(counts);
  }
}

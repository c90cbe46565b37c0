package dev.millrace.orchestrator.dashboard.report;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Episodes in which something was seen, by its kind. Not thread-safe.
final class Sightings {
  private final SortedMap<String, List<String>> examples = new TreeMap<>();
  private final SortedMap<String, Integer> counts = new TreeMap<>();

  void add(String kind, String episode) {
    counts.merge(kind, 1, Integer::sum);
    List<String> own = examples.computeIfAbsent(kind, _ -> new ArrayList<>());
    if (own.size() < FamilyTally.EXAMPLES) {
      own.add(episode);
    }
  }

  List<RunReport.Sighting> all() {
    List<RunReport.Sighting> all = new ArrayList<>();
    counts.forEach(
        (kind, count) ->
            all.add(
                new RunReport.Sighting(
                    kind, count, List.copyOf(examples.getOrDefault(kind, List.of())))));
    return all;
  }
}

package dev.millrace.orchestrator.dashboard.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Episodes in which something was seen, by its kind. Not thread-safe.
final class Sightings {
  private final SortedMap<String, Kind> kinds = new TreeMap<>();

  private static final class Kind {
    private int count;
    private final List<String> examples = new ArrayList<>();
    private final Map<String, Detail> details = new TreeMap<>();
  }

  private static final class Detail {
    private final String first;
    private int count;

    Detail(String first) {
      this.first = first;
    }
  }

  void add(String kind, String episode) {
    Kind seen = kinds.computeIfAbsent(kind, _ -> new Kind());
    seen.count++;
    if (seen.examples.size() < FamilyTally.EXAMPLES) {
      seen.examples.add(episode);
    }
  }

  /// @param detail what was said of it. Texts that differ by the episode or by numbers are counted
  ///     as one
  void add(String kind, String episode, String detail) {
    add(kind, episode);
    String alike = detail.replace(episode, "").replaceAll("[0-9]+", "0");
    Kind seen = kinds.computeIfAbsent(kind, _ -> new Kind());
    seen.details.computeIfAbsent(alike, _ -> new Detail(detail)).count++;
  }

  List<RunReport.Sighting> all() {
    List<RunReport.Sighting> all = new ArrayList<>();
    kinds.forEach(
        (name, kind) ->
            all.add(
                new RunReport.Sighting(
                    name, kind.count, List.copyOf(kind.examples), mostOften(kind))));
    return all;
  }

  private static @Nullable String mostOften(Kind kind) {
    Detail most = null;
    for (Detail detail : kind.details.values()) {
      most = most == null || detail.count > most.count ? detail : most;
    }
    return most == null ? null : most.first;
  }
}

package dev.millrace.datasets.build;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What came of building a set.
///
/// @param drops how many candidates were left out, by reason; the reason's first word says what a
///     candidate is: an episode, a branch, a step, a group or a trial
public record SetSummary(String name, long rows, Map<String, Long> drops) {
  public SetSummary {
    drops = Collections.unmodifiableMap(new TreeMap<>(drops));
  }
}

package dev.millrace.orchestrator.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// What a benchmark measured, in the order in which people read it. Names are in snake_case and end
/// with their unit: `turns_per_second`, `p50_exec_ms`, `peak_heap_mib`.
///
/// @param values finite, all of them
public record Figures(Map<String, Double> values) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

  public Figures {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    values.forEach(Figures::check);
  }

  private static void check(String name, double value) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("a figure's name is snake_case, not \"" + name + "\"");
    }
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("figure " + name + " is " + value + ", not a number");
    }
  }
}

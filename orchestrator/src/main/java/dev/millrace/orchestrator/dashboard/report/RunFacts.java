package dev.millrace.orchestrator.dashboard.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What a run knows of itself and the lake does not.
///
/// @param name the run's name
/// @param formula the text of the formula
/// @param elapsed from the start to the sets being built
/// @param versions of what took part, by name, e.g. `millrace`, `java`
public record RunFacts(
    String name,
    long seed,
    String formula,
    Instant startedAt,
    Duration elapsed,
    Map<String, String> versions) {
  public RunFacts {
    versions = Collections.unmodifiableMap(new TreeMap<>(versions));
  }

  /// The versions of this process: `millrace`, `java`, `os` and the number of `cores`.
  public static Map<String, String> versionsHere(String millrace) {
    return Map.of(
        "millrace",
        millrace,
        "java",
        System.getProperty("java.vendor.version", "") + " " + Runtime.version(),
        "os",
        System.getProperty("os.name", "") + " " + System.getProperty("os.version", ""),
        "cores",
        Integer.toString(Runtime.getRuntime().availableProcessors()));
  }
}

package dev.millrace.orchestrator.bench;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// Remembers how long things took, by name. Any thread may use it.
final class Meter {
  private final InstantSource clock;
  private final Map<String, Queue<Duration>> samples = new ConcurrentHashMap<>();

  Meter(InstantSource clock) {
    this.clock = clock;
  }

  /// Something that takes time and may fail with `E`.
  @FunctionalInterface
  interface Work<T extends @Nullable Object, E extends Exception> {
    T run() throws E;
  }

  /// Something that takes time and has no result.
  @FunctionalInterface
  interface Step<E extends Exception> {
    void run() throws E;
  }

  /// Does the work; how long it took counts even if it fails.
  <T extends @Nullable Object, E extends Exception> T time(String name, Work<T, E> work) throws E {
    Instant before = clock.instant();
    try {
      return work.run();
    } finally {
      add(name, Duration.between(before, clock.instant()));
    }
  }

  <E extends Exception> void timeStep(String name, Step<E> step) throws E {
    Instant before = clock.instant();
    try {
      step.run();
    } finally {
      add(name, Duration.between(before, clock.instant()));
    }
  }

  void add(String name, Duration taken) {
    samples.computeIfAbsent(name, _ -> new ConcurrentLinkedQueue<>()).add(taken);
  }

  int count(String name) {
    Queue<Duration> all = samples.get(name);
    return all == null ? 0 : all.size();
  }

  /// Puts the median and the 99th percentile among the figures, under a name of their own.
  void percentiles(String name, String figure, Map<String, Double> figures) {
    figures.put("p50_" + figure + "_ms", percentileMillis(name, 0.5));
    figures.put("p99_" + figure + "_ms", percentileMillis(name, 0.99));
  }

  /// All of them together, 0 where there are none.
  double sumSeconds(String name) {
    return sorted(name).stream().mapToLong(Duration::toNanos).sum() / 1e9;
  }

  /// The smallest duration that this share of them does not exceed; 0 where there are none.
  ///
  /// @param share above 0, at most 1
  double percentileMillis(String name, double share) {
    List<Duration> all = sorted(name);
    return all.isEmpty() ? 0 : all.get((int) Math.ceil(share * all.size()) - 1).toNanos() / 1e6;
  }

  private List<Duration> sorted(String name) {
    Queue<Duration> all = samples.get(name);
    return all == null ? List.of() : all.stream().sorted().toList();
  }
}

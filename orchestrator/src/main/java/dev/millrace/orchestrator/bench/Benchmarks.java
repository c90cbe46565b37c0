package dev.millrace.orchestrator.bench;

import java.util.List;
import java.util.Optional;

/// All benchmarks.
public final class Benchmarks {
  private static final List<Benchmark> ALL = List.of(new PipelineBench());

  private Benchmarks() {}

  /// In the order in which they are listed.
  public static List<Benchmark> all() {
    return ALL;
  }

  public static Optional<Benchmark> named(String name) {
    return ALL.stream().filter(benchmark -> benchmark.name().equals(name)).findFirst();
  }
}

package dev.millrace.orchestrator.bench;

import java.util.List;

/// All benchmarks.
public final class Benchmarks {
  private static final List<Benchmark> ALL =
      List.of(
          new PipelineBench(),
          new TemplateBench(new TemplateTimes()),
          new GatewayBench(),
          new SandboxBench());

  private Benchmarks() {}

  /// In the order in which they are listed.
  public static List<Benchmark> all() {
    return ALL;
  }
}

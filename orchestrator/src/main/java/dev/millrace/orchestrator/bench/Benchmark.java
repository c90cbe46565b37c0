package dev.millrace.orchestrator.bench;

import java.util.List;

/// Measures something of Millrace on the machine it runs on, with real components only.
public interface Benchmark {
  /// The name on the command line.
  String name();

  /// What is measured, in one line.
  String description();

  /// Measures. Blocks; everything it started is gone when it returns.
  ///
  /// @throws dev.millrace.rollout.trajectory.FailureException when the machine lacks what is needed
  Figures run(BenchContext context) throws InterruptedException;

  /// What is wrong by what was measured, a line each. Speed is never wrong: it depends on the
  /// machine.
  default List<String> faults(Figures figures) {
    return List.of();
  }
}

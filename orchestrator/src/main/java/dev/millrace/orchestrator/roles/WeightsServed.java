package dev.millrace.orchestrator.roles;

import java.time.Instant;
import java.util.List;

/// Which weights the engines of a policy serve, as far as one worker has seen: a record of the
/// `policy-versions` topic, of which the newest counts.
///
/// @param engines by name
public record WeightsServed(String policy, List<Engine> engines, Instant at) {
  public WeightsServed {
    engines = List.copyOf(engines);
  }

  /// @param engine its kind and which replica, e.g. `vllm http://10.0.0.3:8000`
  /// @param version the newest that it sampled with
  public record Engine(String engine, int version) {}
}

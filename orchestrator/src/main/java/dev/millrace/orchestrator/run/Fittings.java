package dev.millrace.orchestrator.run;

import dev.millrace.datasets.lake.Lake;
import dev.millrace.orchestrator.roles.Judge;
import dev.millrace.rollout.sandbox.SandboxProvider;

/// What the real parts of a run are wrapped in, e.g. to time them. Each wrapper does what the part
/// does.
public interface Fittings {
  /// Nothing is wrapped.
  Fittings NONE = new Fittings() {};

  /// @param role `worker` or `scorer`
  default SandboxProvider sandboxes(String role, SandboxProvider made) {
    return made;
  }

  default Judge judge(Judge made) {
    return made;
  }

  default Lake lake(Lake made) {
    return made;
  }
}

package dev.millrace.orchestrator.bench;

import dev.millrace.datasets.lake.Lake;
import dev.millrace.orchestrator.roles.Judge;
import dev.millrace.orchestrator.run.Fittings;
import dev.millrace.rollout.sandbox.SandboxProvider;

/// Times the parts of a run.
record TimedFittings(Meter meter) implements Fittings {
  @Override
  public SandboxProvider sandboxes(String role, SandboxProvider made) {
    return new TimedSandboxes(made, role, meter);
  }

  @Override
  public Judge judge(Judge made) {
    return trajectory -> meter.time("scoring", () -> made.judge(trajectory));
  }

  @Override
  public Lake lake(Lake made) {
    return new TimedLake(made, meter);
  }
}

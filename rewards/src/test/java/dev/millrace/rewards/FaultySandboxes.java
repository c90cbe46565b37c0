package dev.millrace.rewards;

import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Environment;

/// Sandboxes that are never made.
public record FaultySandboxes(Fault fault) implements SandboxProvider {
  /// What happens instead.
  public interface Fault {
    Sandbox happen() throws InterruptedException;
  }

  @Override
  public String description() {
    return "faulty";
  }

  @Override
  public Sandbox create(Environment environment) throws InterruptedException {
    return fault.happen();
  }

  @Override
  public void close() {}
}

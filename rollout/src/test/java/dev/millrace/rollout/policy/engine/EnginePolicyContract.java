package dev.millrace.rollout.policy.engine;

import dev.millrace.rollout.policy.Policy;
import dev.millrace.rollout.policy.PolicyContract;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.sim.EngineSimulator;
import dev.millrace.rollout.policy.sim.EngineSimulator.Variant;
import dev.millrace.rollout.token.ChatFormats;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/// The policy contract over one simulated engine.
abstract class EnginePolicyContract extends PolicyContract {
  private final EngineKind kind;
  private final Variant variant;
  private final List<EngineSimulator> started = new ArrayList<>();

  EnginePolicyContract(EngineKind kind, Variant variant) {
    this.kind = kind;
    this.variant = variant;
  }

  @Override
  protected Policy policy() {
    EngineSimulator simulator = SimulatedEngines.start(kind, variant, SimulatedEngines.REPLY);
    started.add(simulator);
    try {
      return EnginePolicy.connect(
          SimulatedEngines.settings(simulator.url()), ChatFormats.bundled());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void stop() {
    started.forEach(EngineSimulator::close);
  }
}

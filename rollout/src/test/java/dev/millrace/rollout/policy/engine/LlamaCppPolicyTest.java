package dev.millrace.rollout.policy.engine;

import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.sim.EngineSimulator.Variant;

class LlamaCppPolicyTest extends EnginePolicyContract {
  LlamaCppPolicyTest() {
    super(EngineKind.LLAMACPP, Variant.PLAIN);
  }
}

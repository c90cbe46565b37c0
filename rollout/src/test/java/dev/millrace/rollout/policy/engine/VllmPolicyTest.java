package dev.millrace.rollout.policy.engine;

import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.sim.EngineSimulator.Variant;

class VllmPolicyTest extends EnginePolicyContract {
  VllmPolicyTest() {
    super(EngineKind.VLLM, Variant.PLAIN);
  }
}

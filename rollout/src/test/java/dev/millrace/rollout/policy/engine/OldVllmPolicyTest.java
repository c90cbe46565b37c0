package dev.millrace.rollout.policy.engine;

import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.sim.EngineSimulator.Variant;

class OldVllmPolicyTest extends EnginePolicyContract {
  OldVllmPolicyTest() {
    super(EngineKind.VLLM, Variant.OLD_LOGPROBS);
  }
}

package dev.millrace.rollout.policy.engine;

import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.sim.EngineSimulator.Variant;

class SglangPolicyTest extends EnginePolicyContract {
  SglangPolicyTest() {
    super(EngineKind.SGLANG, Variant.PLAIN);
  }
}

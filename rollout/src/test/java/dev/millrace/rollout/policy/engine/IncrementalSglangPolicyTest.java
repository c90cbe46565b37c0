package dev.millrace.rollout.policy.engine;

import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.sim.EngineSimulator.Variant;

class IncrementalSglangPolicyTest extends EnginePolicyContract {
  IncrementalSglangPolicyTest() {
    super(EngineKind.SGLANG, Variant.INCREMENTAL);
  }
}

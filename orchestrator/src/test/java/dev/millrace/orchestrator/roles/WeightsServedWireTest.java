package dev.millrace.orchestrator.roles;

import dev.millrace.rollout.wire.WireContract;

class WeightsServedWireTest extends WireContract<WeightsServed> {
  WeightsServedWireTest() {
    super(WeightsServed.class);
  }
}

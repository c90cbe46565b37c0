package dev.millrace.orchestrator.schedule;

import dev.millrace.rollout.wire.WireContract;

class LeaseEventWireTest extends WireContract<LeaseEvent> {
  LeaseEventWireTest() {
    super(LeaseEvent.class);
  }
}

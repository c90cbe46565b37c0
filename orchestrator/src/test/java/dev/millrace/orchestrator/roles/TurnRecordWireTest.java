package dev.millrace.orchestrator.roles;

import dev.millrace.rollout.wire.WireContract;

class TurnRecordWireTest extends WireContract<TurnRecord> {
  TurnRecordWireTest() {
    super(TurnRecord.class);
  }
}

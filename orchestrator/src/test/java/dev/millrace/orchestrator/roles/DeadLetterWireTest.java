package dev.millrace.orchestrator.roles;

import dev.millrace.rollout.wire.WireContract;

class DeadLetterWireTest extends WireContract<DeadLetter> {
  DeadLetterWireTest() {
    super(DeadLetter.class);
  }
}

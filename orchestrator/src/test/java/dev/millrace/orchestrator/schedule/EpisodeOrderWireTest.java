package dev.millrace.orchestrator.schedule;

import dev.millrace.rollout.wire.WireContract;

class EpisodeOrderWireTest extends WireContract<EpisodeOrder> {
  EpisodeOrderWireTest() {
    super(EpisodeOrder.class);
  }
}

package dev.millrace.orchestrator.log.memory;

import dev.millrace.orchestrator.log.EventLog;
import dev.millrace.orchestrator.log.EventLogContract;

class MemoryLogTest extends EventLogContract {
  @Override
  protected EventLog open() {
    return new MemoryLog();
  }
}

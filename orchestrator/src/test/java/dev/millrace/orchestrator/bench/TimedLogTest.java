package dev.millrace.orchestrator.bench;

import dev.millrace.orchestrator.log.EventLog;
import dev.millrace.orchestrator.log.EventLogContract;
import dev.millrace.orchestrator.log.memory.MemoryLog;
import java.time.InstantSource;

/// Timing a log changes nothing of what it does.
class TimedLogTest extends EventLogContract {
  @Override
  protected EventLog open() {
    return new TimedLog(new MemoryLog(), new Meter(InstantSource.system()));
  }
}

package dev.millrace.orchestrator.log;

import java.time.Duration;
import java.util.List;

/// Reads committed records in the order of each partition.
public interface Reader extends AutoCloseable {
  /// The next records; empty when none came within the wait.
  List<LogRecord> poll(Duration wait) throws InterruptedException;

  @Override
  void close();
}

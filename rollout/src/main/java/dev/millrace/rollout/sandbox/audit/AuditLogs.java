package dev.millrace.rollout.sandbox.audit;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/// Where logs are kept, one file a sandbox. Any thread may start one.
public final class AuditLogs {
  private final Path directory;
  private final String owner;
  private final InstantSource clock;
  private final AtomicLong started = new AtomicLong();

  /// @param directory made where there is none
  /// @param owner the beginning of every log's id, e.g. a worker's name with the time of its start:
  ///     no two processes that write to the directory have the same
  public AuditLogs(Path directory, String owner, InstantSource clock) {
    this.directory = directory;
    this.owner = owner;
    this.clock = clock;
  }

  /// Starts the next log.
  public AuditLog start() {
    return AuditLog.start(directory, owner + "-" + started.incrementAndGet(), clock);
  }

  /// Where a log is, or was.
  public Path file(String id) {
    return AuditLog.path(directory, id);
  }
}

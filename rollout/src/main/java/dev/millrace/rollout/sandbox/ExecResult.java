package dev.millrace.rollout.sandbox;

import java.time.Duration;
import java.util.Optional;

/// How a command ended.
///
/// @param exitCode its status; 128 + the signal's number when a signal ended it, or it was killed
/// @param stdout as UTF-8, malformed bytes replaced
/// @param stderr likewise; empty where the streams were merged
/// @param end what ended it
/// @param orphans empty where the sandbox cannot tell
public record ExecResult(
    int exitCode,
    String stdout,
    String stderr,
    End end,
    Duration duration,
    Optional<Orphans> orphans) {
  /// Where nothing is known of orphans.
  public ExecResult(int exitCode, String stdout, String stderr, End end, Duration duration) {
    this(exitCode, stdout, stderr, end, duration, Optional.empty());
  }

  /// What ended a command.
  public enum End {
    EXITED,
    TIMED_OUT,
    /// It took more memory than it may, and was killed by a watchdog.
    OVER_MEMORY,
    /// It had more processes and threads than it may, and was killed by a watchdog.
    OVER_PROCESSES
  }

  public boolean ok() {
    return end == End.EXITED && exitCode == 0;
  }
}

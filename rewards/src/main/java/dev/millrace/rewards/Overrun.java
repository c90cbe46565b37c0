package dev.millrace.rewards;

import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.task.Task;
import java.time.Duration;
import java.util.Optional;

/// Says of a verifier's command that was killed at a limit which limit that was, and which key
/// raises it.
public final class Overrun {
  private Overrun() {}

  /// Empty where the command ended by itself.
  ///
  /// @param time that the command had
  public static Optional<String> of(ExecResult result, Task task, Duration time) {
    return switch (result.end()) {
      case EXITED -> Optional.empty();
      case TIMED_OUT ->
          Optional.of(
              "ran for more than %d s; verifier.timeout_sec of its task.toml raises that"
                  .formatted(time.toSeconds()));
      case OVER_MEMORY ->
          Optional.of(
              "took more than %d MiB of memory; environment.memory_mb of its task.toml raises that"
                  .formatted(task.limits().commandMemoryBytes() >> 20));
      case OVER_PROCESSES ->
          Optional.of(
              "had more processes and threads than a sandbox may have; sandbox.processes raises"
                  + " that");
    };
  }
}

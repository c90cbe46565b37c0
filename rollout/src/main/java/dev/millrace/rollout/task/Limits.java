package dev.millrace.rollout.task;

import java.time.Duration;

/// What an episode may use.
///
/// @param turns model calls
/// @param tokens sampled tokens in all
/// @param wallTime from the first model call to the last tool result
/// @param command for one command
/// @param commandMemoryBytes for one command and what it starts
/// @param commandOutputBytes kept of one command's output, head and tail
public record Limits(
    int turns,
    int tokens,
    Duration wallTime,
    Duration command,
    long commandMemoryBytes,
    int commandOutputBytes) {

  public static final Limits DEFAULT =
      new Limits(64, 32_768, Duration.ofMinutes(5), Duration.ofSeconds(30), 1L << 30, 16_384);
}

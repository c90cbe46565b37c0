package dev.millrace.rollout.harness;

import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.trajectory.Outcome.Limit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// What is left of an episode's limits, or of one of its steps'. The time runs from its making.
final class Budget {
  private final Limits limits;
  private final InstantSource clock;
  private final Instant startedAt;
  private final int turnsBefore;
  private final long tokensBefore;

  /// @param turnsBefore model calls that do not count
  /// @param tokensBefore sampled tokens that do not count
  Budget(Limits limits, InstantSource clock, int turnsBefore, long tokensBefore) {
    this.limits = limits;
    this.clock = clock;
    this.startedAt = clock.instant();
    this.turnsBefore = turnsBefore;
    this.tokensBefore = tokensBefore;
  }

  /// The limit that forbids another model call after so many turns and sampled tokens in all.
  Optional<Limit> reached(int turns, long sampledTokens) {
    if (turns - turnsBefore >= limits.turns()) {
      return Optional.of(Limit.TURNS);
    }
    if (tokensLeft(sampledTokens) == 0) {
      return Optional.of(Limit.TOKENS);
    }
    return isTimeUp() ? Optional.of(Limit.WALL_TIME) : Optional.empty();
  }

  boolean isTimeUp() {
    return !remaining().isPositive();
  }

  Duration remaining() {
    return limits.wallTime().minus(Duration.between(startedAt, clock.instant()));
  }

  int tokensLeft(long sampledTokens) {
    return (int) Math.max(0, limits.tokens() + tokensBefore - sampledTokens);
  }
}

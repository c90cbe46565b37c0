package dev.millrace.rollout.harness;

import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.trajectory.Outcome.Limit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// What is left of an episode's limits. The time runs from its making.
final class Budget {
  private final Limits limits;
  private final InstantSource clock;
  private final Instant startedAt;

  Budget(Limits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  /// The limit that forbids another model call after so many turns and sampled tokens.
  Optional<Limit> reached(int turns, long sampledTokens) {
    if (turns >= limits.turns()) {
      return Optional.of(Limit.TURNS);
    }
    if (sampledTokens >= limits.tokens()) {
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
    return (int) Math.max(0, limits.tokens() - sampledTokens);
  }
}

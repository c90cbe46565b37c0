package dev.millrace.rollout.sandbox.lease;

import java.time.Duration;

/// The bounds of a [LeasedProvider].
///
/// @param maxOpen sandboxes at once, forks included
/// @param maxCreating creations at once; more than the processors only slow each other down
/// @param patience with all that has to be waited for before a sandbox is made
/// @param idle after which a sandbox that nobody uses is closed
public record LeaseSettings(int maxOpen, int maxCreating, Duration patience, Duration idle) {
  /// @throws IllegalArgumentException when a bound is not positive
  public LeaseSettings {
    if (maxOpen < 1 || maxCreating < 1 || !patience.isPositive() || !idle.isPositive()) {
      throw new IllegalArgumentException(
          "leases need positive bounds, got maxOpen "
              + maxOpen
              + ", maxCreating "
              + maxCreating
              + ", patience "
              + patience
              + ", idle "
              + idle);
    }
  }
}

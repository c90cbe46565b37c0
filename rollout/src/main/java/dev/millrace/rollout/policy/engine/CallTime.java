package dev.millrace.rollout.policy.engine;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The time of one call, over all its attempts: how long the next id is waited for, and when the
/// whole call is over. One thread.
final class CallTime {
  private final LongSupplier nanos;
  private final Duration inactivity;
  private final @Nullable Long end;
  private long lastId;

  private CallTime(LongSupplier nanos, Duration inactivity, @Nullable Long end) {
    this.nanos = nanos;
    this.inactivity = inactivity;
    this.end = end;
    this.lastId = nanos.getAsLong();
  }

  /// @param nanos a clock that never goes back
  /// @param inactivity without an id
  /// @param within which the call ends from now on, or null where only silence ends it
  static CallTime of(LongSupplier nanos, Duration inactivity, @Nullable Duration within) {
    Long end = within == null ? null : nanos.getAsLong() + within.toNanos();
    return new CallTime(nanos, inactivity, end);
  }

  static Duration shorter(Duration first, Duration second) {
    return first.compareTo(second) < 0 ? first : second;
  }

  Duration inactivity() {
    return inactivity;
  }

  /// Waiting begins anew: an id came, or a request leaves.
  void begin() {
    lastId = nanos.getAsLong();
  }

  /// How long to wait for the next id.
  Duration left() {
    return within(inactivity.minusNanos(nanos.getAsLong() - lastId));
  }

  /// As much of a wait as the call has time for.
  Duration within(Duration wait) {
    if (end == null) {
      return wait;
    }
    return shorter(Duration.ofNanos(end - nanos.getAsLong()), wait);
  }

  /// Whether the call's time is up.
  boolean isOver() {
    return end != null && end - nanos.getAsLong() <= 0;
  }
}

package dev.millrace.rollout.sandbox.network;

import java.time.Duration;

/// What goes through one proxy at most.
///
/// @param connections at once; more wait
/// @param requests over its whole life
/// @param bytes in both directions together, over its whole life
/// @param idle after which a connection without traffic is closed; also the time for a request's
/// head
/// @param connect how long a server may take to accept
public record ProxyLimits(
    int connections, long requests, long bytes, Duration idle, Duration connect) {
  public static final ProxyLimits DEFAULT =
      new ProxyLimits(64, 100_000, 2L << 30, Duration.ofMinutes(2), Duration.ofSeconds(15));

  /// @throws IllegalArgumentException when a limit is not positive
  public ProxyLimits {
    if (connections < 1
        || requests < 1
        || bytes < 1
        || !idle.isPositive()
        || !connect.isPositive()) {
      throw new IllegalArgumentException(
          "a proxy needs positive limits, got connections "
              + connections
              + ", requests "
              + requests
              + ", bytes "
              + bytes
              + ", idle "
              + idle
              + ", connect "
              + connect);
    }
  }
}

package dev.millrace.rollout.policy.engine;

import java.time.Duration;

/// How long engines are waited for.
///
/// @param inactivity without a new id, after which a call fails. For an engine whose answers come
///     in slices: without a new slice
/// @param connect for a connection
/// @param retries how often a call that came to nothing is made again, over all replicas
public record Patience(Duration inactivity, Duration connect, int retries) {
  public static final Patience DEFAULT =
      new Patience(Duration.ofSeconds(60), Duration.ofSeconds(5), 3);

  public Patience {
    if (!inactivity.isPositive() || !connect.isPositive() || retries < 0) {
      throw new IllegalArgumentException(
          "inactivity and connect above zero and retries 0 or more were expected, but got "
              + inactivity
              + ", "
              + connect
              + " and "
              + retries);
    }
  }
}

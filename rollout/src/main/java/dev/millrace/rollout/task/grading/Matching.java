package dev.millrace.rollout.task.grading;

/// How expected tests are found among those of a log.
public record Matching(Ids ids, Names names, Extra extra) {
  /// Which names are the same test.
  public enum Ids {
    /// Equal ones.
    EXACT,
    /// Also an expected name with more `[` than `]`, which was cut inside its parameters, and names
    /// that begin with it, if all of them passed or none did. The first of them counts.
    TRUNCATED
  }

  /// What is done to names before they are compared, expected and printed ones alike.
  public enum Names {
    AS_PRINTED,
    /// Without a time at the end or inside: `[1.34 ms]`, `(12s)`, ` in 3 msec`.
    WITHOUT_TIMES,
    /// Without colours and without what follows the first ` - `.
    UP_TO_DASH
  }

  /// Tests of the log that were not expected.
  public enum Extra {
    ALLOWED,
    /// Where lists are expected, no other test may pass. Where a status is expected of each test,
    /// there must be as many tests as expected.
    FORBIDDEN
  }
}

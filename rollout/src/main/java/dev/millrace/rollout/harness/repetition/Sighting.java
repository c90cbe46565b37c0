package dev.millrace.rollout.harness.repetition;

import dev.millrace.rollout.trajectory.Outcome.Limit;
import java.util.Locale;

/// A repetition that was seen.
///
/// @param turns it took, the newest included
public record Sighting(Kind kind, int turns) {
  /// What repeated itself. Stored by name in lower case.
  public enum Kind {
    /// The same calls with the same results.
    SAME_RESULT(Limit.LOOP, "made the same calls and got the same results"),
    /// The same calls, failing.
    SAME_FAILURE(Limit.LOOP, "made the same calls, and all of them failed"),
    /// A pattern of a few turns.
    CYCLE(Limit.LOOP, "went through the same few steps again and again"),
    /// Words without calls.
    MONOLOGUE(Limit.STALL, "made no call"),
    /// Nothing that was not seen before.
    NOTHING_NEW(Limit.STALL, "changed no file and showed nothing that was not seen before"),
    /// Commands without an end.
    OUT_OF_TIME(Limit.STALL, "made calls that all ran until their time was up");

    private final Limit limit;
    private final String told;

    Kind(Limit limit, String told) {
      this.limit = limit;
      this.told = told;
    }

    /// What ends an episode that goes on like this.
    public Limit limit() {
      return limit;
    }
  }

  /// For people and agents: what the last turns did.
  public String text() {
    return "the last " + turns + " turns " + kind.told;
  }

  /// For counts, e.g. `same_result`.
  public String name() {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}

package dev.millrace.orchestrator.config;

import dev.millrace.rollout.harness.repetition.Bounds;

/// What becomes of an agent that goes round in circles or stands still. The numbers are turns in a
/// row, 2 to 10,000; low ones end honest work.
///
/// @param act what is done
/// @param same turns with the same calls and the same results; twice as many where files still
///     change, three times as many where only numbers differ and no file changes
/// @param failing turns with the same calls, all of which failed
/// @param rounds of a pattern of two to four turns; twice as many where files still change
/// @param silent turns without a call that were answered alike; external agents only, as such a
///     turn ends an episode of the built-in loop
/// @param stale turns in which nothing was done, seen or changed that was not before
/// @param late turns whose calls all ran until their time was up
public record WatchChoice(
    Action act, int same, int failing, int rounds, int silent, int stale, int late) {
  static final WatchChoice DEFAULT = of(Bounds.DEFAULT);

  public WatchChoice {
    Check.between(same, 2, 10_000, "harness.loop.same");
    Check.between(failing, 2, 10_000, "harness.loop.failing");
    Check.between(rounds, 2, 1_000, "harness.loop.rounds");
    Check.between(silent, 2, 10_000, "harness.loop.silent");
    Check.between(stale, 2, 10_000, "harness.loop.stale");
    Check.between(late, 2, 10_000, "harness.loop.late");
  }

  private static WatchChoice of(Bounds bounds) {
    return new WatchChoice(
        Action.END,
        bounds.same(),
        bounds.failing(),
        bounds.rounds(),
        bounds.silent(),
        bounds.stale(),
        bounds.late());
  }

  public Bounds bounds() {
    return new Bounds(same, failing, rounds, silent, stale, late);
  }

  /// What is done about a repetition.
  public enum Action {
    /// Nothing.
    OFF,
    /// The agent is warned once.
    WARN,
    /// It is warned once, and when it goes on, its episode ends.
    END
  }
}

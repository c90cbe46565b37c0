package dev.millrace.rollout.harness;

import dev.millrace.rollout.harness.repetition.Bounds;
import dev.millrace.rollout.harness.repetition.Move;
import dev.millrace.rollout.harness.repetition.Repetition;
import dev.millrace.rollout.harness.repetition.Sighting;
import dev.millrace.rollout.harness.repetition.Vigilance;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Watches an episode for turns that repeat themselves: the first time its agent is warned, the
/// second time its episode ends. Used by the episode's thread.
final class Watch {
  private final Vigilance vigilance;
  private final Repetition repetition;
  private @Nullable String warned;

  Watch(Vigilance vigilance) {
    this.vigilance = vigilance;
    this.repetition =
        new Repetition(
            vigilance instanceof Vigilance.Watching(Bounds bounds, _) ? bounds : Bounds.DEFAULT);
  }

  /// What is to be done after a turn.
  sealed interface Advice {
    /// Nothing.
    record GoOn() implements Advice {}

    /// @param text for the agent
    record Warn(String text) implements Advice {}

    record End(Sighting sighting) implements Advice {}
  }

  Advice heed(Move move, int turn) {
    if (!(vigilance instanceof Vigilance.Watching(_, Vigilance.Then then))) {
      return new Advice.GoOn();
    }
    Optional<Sighting> sighting = repetition.add(move);
    if (sighting.isEmpty()) {
      return new Advice.GoOn();
    }
    repetition.forget();
    if (warned == null) {
      warned = sighting.get().name() + " at turn " + turn;
      return new Advice.Warn(warning(sighting.get(), then));
    }
    return then == Vigilance.Then.END ? new Advice.End(sighting.get()) : new Advice.GoOn();
  }

  /// What the agent was warned of and when, or null.
  @Nullable String warned() {
    return warned;
  }

  private static String warning(Sighting sighting, Vigilance.Then then) {
    return "[note: "
        + sighting.text()
        + ". This gets you nowhere. Do something else; if nothing is left to do, finish."
        + switch (then) {
          case END -> " Should this go on, the episode ends.]";
          case NOTHING -> "]";
        };
  }
}

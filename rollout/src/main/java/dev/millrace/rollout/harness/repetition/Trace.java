package dev.millrace.rollout.harness.repetition;

import java.util.function.Function;
import java.util.stream.Collectors;

/// What is kept of a turn to compare it with others.
///
/// @param calls equal for turns with the same calls
/// @param same equal for turns with the same calls and the same results
/// @param sameCalls equal for turns with the same calls and much the same results
/// @param sameResults equal for turns with much the same calls and the same results
record Trace(String calls, String same, String sameCalls, String sameResults, Traits traits) {

  /// @param isFresh whether the turn left files in a state that no turn before it left
  record Traits(boolean isMonologue, boolean isFailed, boolean isOutOfTime, boolean isFresh) {}

  static Trace of(Move move, boolean isFresh) {
    if (move.isMonologue()) {
      String reply = Signature.loose(move.reply());
      String whole = Signature.loose(move.said()) + "." + reply;
      return new Trace("", whole, whole, reply, new Traits(true, false, false, isFresh));
    }
    return new Trace(
        all(move, Move.Act::call),
        all(move, Move.Act::same),
        all(move, Move.Act::sameCall),
        all(move, Move.Act::sameResult),
        new Traits(
            false,
            move.acts().stream().allMatch(Move.Act::isFailed),
            move.acts().stream().allMatch(Move.Act::isOutOfTime),
            isFresh));
  }

  private static String all(Move move, Function<Move.Act, String> signature) {
    return move.acts().stream().map(signature).collect(Collectors.joining(" "));
  }
}

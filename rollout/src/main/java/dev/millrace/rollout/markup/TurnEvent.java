package dev.millrace.rollout.markup;

/// What became known of a turn while it was read.
public sealed interface TurnEvent {
  record Reasoning(String text) implements TurnEvent {}

  record Content(String text) implements TurnEvent {}

  /// @param index of the call in its turn, from 0
  record CallBegin(int index, String id, String name) implements TurnEvent {}

  /// @param text more of the arguments' JSON
  record CallArguments(int index, String text) implements TurnEvent {}

  record CallEnd(int index) implements TurnEvent {}

  /// A call that cannot be read. Where its name could be, it has begun, and what is there of its
  /// arguments was told; this stands in place of its end.
  record CallMalformed(int index, String id, String raw, String problem) implements TurnEvent {}
}

package dev.millrace.rollout.markup;

import java.util.List;

/// Reads a turn while it is sampled. For one thread.
public interface TurnReader {
  /// @param text more of the turn
  /// @return what is certain now
  List<TurnEvent> accept(String text);

  /// The turn is over.
  List<TurnEvent> end();

  /// The whole turn; after [#end].
  ParsedTurn turn();
}

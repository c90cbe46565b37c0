package dev.millrace.rollout.markup;

import dev.millrace.rollout.trajectory.Message;
import java.util.Map;

/// What was read out of a sampled turn.
///
/// @param message the turn; a malformed call stands in it with its raw text as arguments
/// @param malformed by call id, why a call could not be read
public record ParsedTurn(Message.Assistant message, Map<String, String> malformed) {
  public ParsedTurn {
    malformed = Map.copyOf(malformed);
  }
}

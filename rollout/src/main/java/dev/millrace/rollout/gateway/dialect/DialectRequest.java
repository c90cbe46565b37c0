package dev.millrace.rollout.gateway.dialect;

import dev.millrace.rollout.gateway.ask.Ask;
import java.util.function.Function;

/// A request as read.
///
/// @param delivery at once or as a stream
/// @param writer makes what writes the answer
public record DialectRequest(Ask ask, Delivery delivery, Function<Heading, AnswerWriter> writer) {
  public enum Delivery {
    WHOLE,
    STREAM
  }

  /// What stands at the head of an answer.
  ///
  /// @param id of the answer; the dialect puts its prefix before it
  /// @param createdSeconds since the epoch
  /// @param model as the agent knows it
  /// @param promptTokens that were sent
  public record Heading(String id, long createdSeconds, String model, int promptTokens) {}
}

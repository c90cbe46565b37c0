package dev.millrace.rollout.policy.protocol;

import dev.millrace.rollout.markup.ToolConstraint;
import dev.millrace.rollout.policy.Dialogue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One request, before it has a wire form.
///
/// @param id names this very attempt, unlike every other one, for logs and aborts
/// @param promptIds the exact prefix; not copied
/// @param maxTokens at most that many new ids; always sent, because engines default to few
/// @param dialogue the prefix as messages, for engines that read nothing else, or null
public record EngineCall(
    String id,
    int[] promptIds,
    int maxTokens,
    Sampling sampling,
    Ends ends,
    Route route,
    @Nullable ToolConstraint constraint,
    @Nullable Dialogue dialogue) {

  /// What ends a turn besides the engine's own stop ids.
  public record Ends(int[] stopIds, List<String> stop) {}

  /// Where the call should go inside the engine.
  ///
  /// @param session the same for all calls of an episode, for cache affinity
  /// @param model the served model's name, or null for the only one
  /// @param slot the slot that holds the session's cache, or null for any
  /// @param delivery how the answer should come
  public record Route(
      String session, @Nullable String model, @Nullable Integer slot, Delivery delivery) {}

  /// How an answer comes.
  public enum Delivery {
    STREAM,
    WHOLE
  }

  public boolean isStreamed() {
    return route.delivery() == Delivery.STREAM;
  }

  /// The same call for a part of it.
  public EngineCall part(String partId, int[] prompt, int tokens) {
    return new EngineCall(partId, prompt, tokens, sampling, ends, route, constraint, dialogue);
  }
}

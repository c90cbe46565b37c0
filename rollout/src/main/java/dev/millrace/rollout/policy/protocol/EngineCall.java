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
  /// @param seed the same for all calls of an episode, and over its attempts: what is drawn derives
  ///     from it where the engine draws alike for a seed and a prompt
  /// @param model the served model's name, or null for the only one
  /// @param delivery how the answer should come
  /// @param cache what of the engine's cache may be used
  public record Route(
      String session, long seed, @Nullable String model, Delivery delivery, Cache cache) {}

  /// What of an engine's cache a call may use.
  ///
  /// @param slot the slot that holds the session's own, or null for any
  /// @param weights those that the server named last, or null before it named any. Only what was
  ///     computed since may be used: keys and values of earlier weights would make the next ids
  ///     samples of neither
  public record Cache(@Nullable Integer slot, @Nullable String weights) {
    public static final Cache ANY = new Cache(null, null);
  }

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

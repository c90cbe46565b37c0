package dev.millrace.rollout.policy.protocol;

import dev.millrace.rollout.trajectory.FinishReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came with one event of an answer.
///
/// @param ids the new ones
/// @param logprobs one for each of them, NaN where the engine had none; null when it sent none
/// @param text what the engine says the ids read as, or "" when it does not say
/// @param versions which weights sampled what, over the ids of the whole answer so far; empty
///     while the engine does not say
/// @param end how it ended, or null while it goes on
/// @param cached how many ids of the prompt the engine says it had computed before; 0 where it does
///     not say
public record EngineChunk(
    int[] ids,
    float @Nullable [] logprobs,
    String text,
    List<RawSpan> versions,
    @Nullable End end,
    int cached) {
  public static final EngineChunk NOTHING = new EngineChunk(new int[0], null, "", List.of(), null);

  /// Where nothing is said of a cache.
  public EngineChunk(
      int[] ids,
      float @Nullable [] logprobs,
      String text,
      List<RawSpan> versions,
      @Nullable End end) {
    this(ids, logprobs, text, versions, end, 0);
  }

  /// Weights by the engine's own name, over ids `[start, end)`. [Integer#MAX_VALUE] as end means
  /// up to the last id.
  public record RawSpan(String version, int start, int end) {}

  /// The end of an answer.
  ///
  /// @param finish why
  /// @param stopId the id that the engine says it stopped at, or null where it names none
  /// @param sampled how many ids the engine says it sampled, or null where it does not count
  public record End(FinishReason finish, @Nullable Integer stopId, @Nullable Integer sampled) {}
}

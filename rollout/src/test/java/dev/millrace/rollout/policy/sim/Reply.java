package dev.millrace.rollout.policy.sim;

import dev.millrace.rollout.policy.protocol.EngineChunk.RawSpan;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the simulated model would sample if it had room.
///
/// @param ids the stop id included, if it stops
/// @param logprobs of the model itself, one an id
/// @param stopId the id it stops at, or null when it would go on
/// @param text what the server says the ids read as
/// @param versions which weights sampled what
/// @param cached how many ids of the prompt it says it had computed before
public record Reply(
    int[] ids,
    float[] logprobs,
    @Nullable Integer stopId,
    String text,
    List<RawSpan> versions,
    int cached) {

  public static Reply of(int... ids) {
    float[] logprobs = new float[ids.length];
    for (int i = 0; i < ids.length; i++) {
      logprobs[i] = -0.5f - 0.125f * i;
    }
    return new Reply(ids, logprobs, null, "", List.of(), 0);
  }

  public Reply stoppingAt(int id) {
    return new Reply(ids, logprobs, id, text, versions, cached);
  }

  public Reply reading(String says) {
    return new Reply(ids, logprobs, stopId, says, versions, cached);
  }

  public Reply by(RawSpan... spans) {
    return new Reply(ids, logprobs, stopId, text, List.of(spans), cached);
  }

  public Reply cached(int ofPrompt) {
    return new Reply(ids, logprobs, stopId, text, versions, ofPrompt);
  }

  /// What fits, and whether that is all.
  Cut cut(int maxTokens) {
    int length = Math.min(ids.length, maxTokens);
    return new Cut(
        Arrays.copyOf(ids, length), Arrays.copyOf(logprobs, length), length == ids.length);
  }

  record Cut(int[] ids, float[] logprobs, boolean isWhole) {}
}

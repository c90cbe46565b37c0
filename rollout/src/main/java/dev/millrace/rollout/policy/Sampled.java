package dev.millrace.rollout.policy;

import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.VersionSpan;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was sampled.
///
/// @param ids in order, the stop token included when it was emitted
/// @param logprobs natural log of the probability of each id as the engine reported it, or null
///     where none are reported
/// @param versions which weights sampled which ids; offsets into `ids`
/// @param labels what the policy itself says of this turn; empty for engines
public record Sampled(
    int[] ids,
    float @Nullable [] logprobs,
    List<VersionSpan> versions,
    FinishReason finish,
    Map<String, String> labels) {
  public Sampled {
    if (logprobs != null && logprobs.length != ids.length) {
      throw new IllegalArgumentException(
          ids.length + " sampled ids came with " + logprobs.length + " logprobs");
    }
    ids = ids.clone();
    logprobs = logprobs == null ? null : logprobs.clone();
    versions = List.copyOf(versions);
    labels = Map.copyOf(labels);
  }

  @Override
  public int[] ids() {
    return ids.clone();
  }

  @Override
  public float @Nullable [] logprobs() {
    return logprobs == null ? null : logprobs.clone();
  }
}

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
  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public Sampled(
      int[] ids,
      float @Nullable [] logprobs,
      List<VersionSpan> versions,
      FinishReason finish,
      Map<String, String> labels) {
    if (logprobs != null && logprobs.length != ids.length) {
      throw new IllegalArgumentException(
          ids.length + " sampled ids came with " + logprobs.length + " logprobs");
    }
    this.ids = ids.clone();
    this.logprobs = logprobs == null ? null : logprobs.clone();
    this.versions = List.copyOf(versions);
    this.finish = finish;
    this.labels = Map.copyOf(labels);
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

package dev.millrace.rollout.policy;

import dev.millrace.rollout.trajectory.Fidelity;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.SamplingFacts;
import dev.millrace.rollout.trajectory.VersionSpan;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was sampled.
///
/// @param ids in order, the stop token included when it was emitted
/// @param logprobs natural log of the probability of each id as the engine reported it, NaN for an
///     id that it did not report, or null where none are reported
/// @param versions which weights sampled which ids; offsets into `ids`
/// @param labels what the policy itself says of this turn; for engines what happened to the
///     call, e.g. `resampled`
/// @param fidelity whether the ids are those that were sampled
/// @param facts how an engine sampled, or null where no engine did
/// @param cachedTokens how many ids of the prompt the engine says it had computed before; 0 where
///     it does not say
public record Sampled(
    int[] ids,
    float @Nullable [] logprobs,
    List<VersionSpan> versions,
    FinishReason finish,
    Map<String, String> labels,
    Fidelity fidelity,
    @Nullable SamplingFacts facts,
    int cachedTokens) {
  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public Sampled(
      int[] ids,
      float @Nullable [] logprobs,
      List<VersionSpan> versions,
      FinishReason finish,
      Map<String, String> labels,
      Fidelity fidelity,
      @Nullable SamplingFacts facts,
      int cachedTokens) {
    if (logprobs != null && logprobs.length != ids.length) {
      throw new IllegalArgumentException(
          ids.length + " sampled ids came with " + logprobs.length + " logprobs");
    }
    this.ids = ids.clone();
    this.logprobs = logprobs == null ? null : logprobs.clone();
    this.versions = List.copyOf(versions);
    this.finish = finish;
    this.labels = Map.copyOf(labels);
    this.fidelity = fidelity;
    this.facts = facts;
    this.cachedTokens = cachedTokens;
  }

  /// Where nothing is said of a cache.
  public Sampled(
      int[] ids,
      float @Nullable [] logprobs,
      List<VersionSpan> versions,
      FinishReason finish,
      Map<String, String> labels,
      Fidelity fidelity,
      @Nullable SamplingFacts facts) {
    this(ids, logprobs, versions, finish, labels, fidelity, facts, 0);
  }

  /// The label of a turn that is not whole because its request's time was up.
  public static final String OUT_OF_TIME = "out_of_time";

  /// What a request's time was too short for.
  public static Sampled nothingInTime(Fidelity fidelity) {
    return new Sampled(
        new int[0], null, List.of(), FinishReason.ABORT, Map.of(OUT_OF_TIME, "1"), fidelity, null);
  }

  /// Whether the request's time was up before the turn was whole; there may be no ids then.
  public boolean isOutOfTime() {
    return labels.containsKey(OUT_OF_TIME);
  }

  /// What a policy without an engine gives.
  public Sampled(
      int[] ids,
      float @Nullable [] logprobs,
      List<VersionSpan> versions,
      FinishReason finish,
      Map<String, String> labels) {
    this(ids, logprobs, versions, finish, labels, Fidelity.TOKEN_EXACT, null);
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

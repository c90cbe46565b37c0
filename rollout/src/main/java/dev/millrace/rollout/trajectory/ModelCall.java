package dev.millrace.rollout.trajectory;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One request to the policy.
///
/// @param turn its number in the trajectory, from 0
/// @param branch the branch whose tokens were sent and extended
/// @param promptTokens how many ids of the branch were sent
/// @param promptDigest [Tokens#prefixDigest] of exactly those ids, so that a reader can check that
///     each sampled token still stands behind the prefix it was sampled from
/// @param sampledTokens how many ids came back
/// @param latency from sending to the last token; never part of a training row
/// @param labels what the policy itself says of the turn, e.g. `fault=wrong_path`; empty for
/// engines
/// @param sampling how an engine sampled, or null where no engine did
public record ModelCall(
    int turn,
    BranchId branch,
    int promptTokens,
    String promptDigest,
    int sampledTokens,
    FinishReason finish,
    Duration latency,
    Map<String, String> labels,
    @Default("null") @Nullable SamplingFacts sampling) {
  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public ModelCall(
      int turn,
      BranchId branch,
      int promptTokens,
      String promptDigest,
      int sampledTokens,
      FinishReason finish,
      Duration latency,
      Map<String, String> labels,
      @Nullable SamplingFacts sampling) {
    this.turn = turn;
    this.branch = branch;
    this.promptTokens = promptTokens;
    this.promptDigest = promptDigest;
    this.sampledTokens = sampledTokens;
    this.finish = finish;
    this.latency = latency;
    this.labels = Map.copyOf(labels);
    this.sampling = sampling;
  }
}

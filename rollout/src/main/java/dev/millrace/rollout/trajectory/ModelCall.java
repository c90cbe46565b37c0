package dev.millrace.rollout.trajectory;

import java.time.Duration;
import java.util.Map;

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
public record ModelCall(
    int turn,
    BranchId branch,
    int promptTokens,
    String promptDigest,
    int sampledTokens,
    FinishReason finish,
    Duration latency,
    Map<String, String> labels) {
  public ModelCall {
    labels = Map.copyOf(labels);
  }
}

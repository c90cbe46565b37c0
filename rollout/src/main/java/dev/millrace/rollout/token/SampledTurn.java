package dev.millrace.rollout.token;

import dev.millrace.rollout.trajectory.Fidelity;
import dev.millrace.rollout.trajectory.VersionSpan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an engine answered to a prompt. The arrays are read, not kept.
///
/// @param logprobs of each id, NaN where one was not reported, or null where none were
/// @param versions which weights sampled which ids; offsets into `ids`
/// @param modelCall the number of the model call, unique in the trajectory
public record SampledTurn(
    int[] ids,
    float @Nullable [] logprobs,
    List<VersionSpan> versions,
    int modelCall,
    Fidelity fidelity) {
  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public SampledTurn(
      int[] ids,
      float @Nullable [] logprobs,
      List<VersionSpan> versions,
      int modelCall,
      Fidelity fidelity) {
    if (logprobs != null && logprobs.length != ids.length) {
      throw new IllegalArgumentException(
          "model call " + modelCall + ": " + ids.length + " ids, " + logprobs.length + " logprobs");
    }
    this.ids = ids;
    this.logprobs = logprobs;
    this.versions = List.copyOf(versions);
    this.modelCall = modelCall;
    this.fidelity = fidelity;
  }
}

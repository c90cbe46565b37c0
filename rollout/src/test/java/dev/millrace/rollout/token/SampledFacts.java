package dev.millrace.rollout.token;

import dev.millrace.rollout.trajectory.PolicyVersion;
import dev.millrace.rollout.trajectory.VersionSpan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an engine says of the ids that it sampled, no two of which are alike.
///
/// @param logprobs one an id, NaN where none is reported
/// @param reports whether any is
record SampledFacts(float[] logprobs, boolean reports, List<VersionSpan> versions) {
  static final SampledFacts NONE = new SampledFacts(new float[0], false, List.of());

  /// Of a turn. Every fifth has no logprobs, others lack some, and weights change inside turns.
  static SampledFacts ofTurn(int call, int length) {
    float[] logprobs = new float[length];
    boolean reports = call % 5 < 4;
    for (int i = 0; i < length; i++) {
      logprobs[i] = reports && i % 7 != 3 ? -1 - call - i / 4096f : Float.NaN;
    }
    int half = length / 2;
    List<VersionSpan> versions = new ArrayList<>();
    if (half > 0) {
      versions.add(new VersionSpan(0, half, new PolicyVersion("p", 2 * call)));
    }
    versions.add(new VersionSpan(half, length, new PolicyVersion("p", 2 * call + 1)));
    return new SampledFacts(logprobs, reports, versions);
  }

  /// These, and a turn's behind a prompt of so many ids; what is given between them has none.
  SampledFacts with(SampledFacts turn, int prompt) {
    float[] all = Arrays.copyOf(logprobs, prompt + turn.logprobs.length);
    Arrays.fill(all, logprobs.length, prompt, Float.NaN);
    System.arraycopy(turn.logprobs, 0, all, prompt, turn.logprobs.length);
    List<VersionSpan> spans = new ArrayList<>(versions);
    turn.versions.forEach(span -> spans.add(span.shifted(prompt)));
    return new SampledFacts(all, reports || turn.reports, spans);
  }

  /// As an engine reports them: none at all where it has none.
  float @Nullable [] reported() {
    return reports ? logprobs : null;
  }
}

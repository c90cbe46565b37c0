package dev.millrace.rollout.policy.engine;

import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.policy.protocol.EngineCall;
import dev.millrace.rollout.policy.protocol.EngineProtocol;
import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.protocol.EngineTrouble.Kind;
import dev.millrace.rollout.policy.protocol.Sampling;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.trajectory.Distribution;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.LogprobKind;
import dev.millrace.rollout.trajectory.SamplingFacts;
import java.util.LinkedHashMap;
import java.util.Map;

/// Makes a sample out of a whole answer, or says why it cannot be trusted.
final class Assembly {
  private final Engines engines;
  private final Replica replica;
  private final EngineCall call;

  Assembly(Engines engines, Replica replica, EngineCall call) {
    this.engines = engines;
    this.replica = replica;
    this.call = call;
  }

  Sampled sampled(Collected collected, int retried, int resampled) throws EngineTrouble {
    FinishReason finish = collected.finish();
    if (finish == null || collected.size() == 0) {
      throw new EngineTrouble(
          Kind.UNUSABLE,
          collected.text().isEmpty()
              ? "the engine ended without sampling an id"
              : "the engine gave text and no token ids; ids cannot be made of text");
    }
    int[] ids = collected.ids();
    float[] logprobs = collected.logprobs();
    return new Sampled(
        ids,
        logprobs,
        engines.versions().spans(collected.spans(), ids.length),
        finish,
        labels(collected, retried, resampled),
        engines.protocol().fidelity(),
        facts(logprobs == null),
        Math.min(collected.cached(), call.promptIds().length));
  }

  private SamplingFacts facts(boolean withoutLogprobs) {
    EngineProtocol protocol = engines.protocol();
    Sampling sampling = call.sampling();
    Distribution distribution = call.constraint() == null ? Distribution.FULL : Distribution.MASKED;
    LogprobKind kind =
        withoutLogprobs
            ? LogprobKind.NONE
            : engines.scope(sampling, distribution).kind(sampling, distribution);
    return new SamplingFacts(
        protocol.kind().label() + " " + replica.url(),
        sampling.temperature(),
        sampling.topP(),
        sampling.topK(),
        kind,
        distribution);
  }

  /// What happened on the way; the ids win over a text that says something else.
  private Map<String, String> labels(Collected collected, int retried, int resampled) {
    Map<String, String> labels = new LinkedHashMap<>();
    if (collected.isCut()) {
      labels.put(Sampled.OUT_OF_TIME, "1");
    }
    if (retried > 0) {
      labels.put("retried", Integer.toString(retried));
    }
    if (resampled > 0) {
      labels.put("resampled", Integer.toString(resampled));
    }
    ChatFormat format = engines.format();
    String text = collected.text();
    boolean isSpelled = engines.protocol().spellsAllIds() && !collected.isCut();
    if (format != null && isSpelled && !text.isEmpty()) {
      boolean same = format.tokenizer().decode(collected.ids()).strip().equals(text.strip());
      if (!same) {
        labels.put("text_mismatch", "1");
      }
    }
    return labels;
  }
}

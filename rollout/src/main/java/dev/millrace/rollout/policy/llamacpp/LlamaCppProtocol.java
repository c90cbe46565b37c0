package dev.millrace.rollout.policy.llamacpp;

import dev.millrace.rollout.markup.ToolConstraint;
import dev.millrace.rollout.policy.protocol.AnswerReader;
import dev.millrace.rollout.policy.protocol.BodyWriter;
import dev.millrace.rollout.policy.protocol.CallMembers;
import dev.millrace.rollout.policy.protocol.EngineCall;
import dev.millrace.rollout.policy.protocol.EngineCall.Delivery;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.protocol.EngineProtocol;
import dev.millrace.rollout.policy.protocol.HttpAsk;
import dev.millrace.rollout.policy.protocol.LogprobScope;
import dev.millrace.rollout.policy.protocol.Sampling;
import dev.millrace.rollout.trajectory.Distribution;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// llama.cpp's server by `POST /completion`, with the prompt as ids, to which nothing is added. Its
/// streams leave out ids whose bytes do not yet make a character, so answers are taken whole, and
/// in slices that go on where the last one ended: that is also how a silent server is noticed. A
/// turn under a grammar is one slice, because a grammar starts anew with each request.
///
/// Logprobs are the model's own, before sampling settings. Where settings change the distribution,
/// the probabilities after sampling are asked for instead, except under a grammar: there the server
/// draws without it first, and what it reports is not what was drawn from.
public final class LlamaCppProtocol implements EngineProtocol {
  private static final int SLICE = 32;

  @Override
  public EngineKind kind() {
    return EngineKind.LLAMACPP;
  }

  @Override
  public HttpAsk ask(EngineCall call) {
    BodyWriter body = new BodyWriter();
    body.put("prompt", call.promptIds()).put("n_predict", call.maxTokens());
    sampling(call.sampling(), body);
    body.put("seed", seed(call))
        .put("n_probs", 1)
        .flag("post_sampling_probs", isAfterSampling(call))
        .flag("return_tokens", true)
        .flag("cache_prompt", true)
        .flag("stream", false);
    Integer slot = call.route().cache().slot();
    if (slot != null) {
      body.put("id_slot", slot);
    }
    CallMembers.stop(call, body);
    ToolConstraint constraint = call.constraint();
    if (constraint != null) {
      body.put("grammar", constraint.gbnf());
    }
    return new HttpAsk("/completion", Map.of(), body.end());
  }

  /// Everything that would change the distribution unasked is switched off by name, since servers
  /// are started with defaults of their own. The temperature comes first, as in other engines.
  private static void sampling(Sampling sampling, BodyWriter body) {
    body.put("temperature", sampling.temperature())
        .put("top_k", sampling.topK())
        .put("top_p", sampling.topP())
        .put("min_p", sampling.minP())
        .put("samplers", List.of("temperature", "top_k", "top_p", "min_p"))
        .put("typical_p", 1.0)
        .put("repeat_penalty", 1.0)
        .put("repeat_last_n", 0)
        .put("presence_penalty", 0.0)
        .put("frequency_penalty", 0.0)
        .put("dry_multiplier", 0.0)
        .put("xtc_probability", 0.0)
        .put("dynatemp_range", 0.0)
        .put("mirostat", 0);
  }

  /// Of the episode's seed and the prompt, since slices and turns must not draw alike. llama.cpp's
  /// are 32 bits wide, of which all ones means a random one.
  private static int seed(EngineCall call) {
    long mixed = call.route().seed() * 31 + Arrays.hashCode(call.promptIds());
    return (int) (mixed ^ (mixed >>> 32)) & Integer.MAX_VALUE;
  }

  private static boolean isAfterSampling(EngineCall call) {
    return call.constraint() == null
        && !call.sampling().isPlain()
        && call.sampling().temperature() > 0;
  }

  @Override
  public AnswerReader reader(EngineCall call) {
    return new LlamaCppReader(call);
  }

  @Override
  public int slice(EngineCall call) {
    return call.constraint() == null ? Math.min(SLICE, call.maxTokens()) : call.maxTokens();
  }

  @Override
  public Delivery delivery() {
    return Delivery.WHOLE;
  }

  @Override
  public boolean namesWeights() {
    return false;
  }

  @Override
  public LogprobScope scope(Sampling sampling, Distribution distribution) {
    return sampling.isPlain() || distribution == Distribution.MASKED || sampling.temperature() == 0
        ? LogprobScope.MODEL
        : LogprobScope.PROCESSED;
  }
}

package dev.millrace.rollout.policy.sglang;

import dev.millrace.rollout.markup.ToolConstraint;
import dev.millrace.rollout.policy.protocol.AnswerReader;
import dev.millrace.rollout.policy.protocol.BodyWriter;
import dev.millrace.rollout.policy.protocol.EngineCall;
import dev.millrace.rollout.policy.protocol.EngineCall.Delivery;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.protocol.EngineProtocol;
import dev.millrace.rollout.policy.protocol.HttpAsk;
import dev.millrace.rollout.policy.protocol.LogprobScope;
import dev.millrace.rollout.policy.protocol.Sampling;
import dev.millrace.rollout.trajectory.Distribution;
import java.util.Map;
import java.util.Optional;

/// SGLang by `POST /generate`. A stream repeats all that was sampled so far in each event unless
/// the server runs with incremental streaming, so events are asked for every so many ids: a few
/// dozen events a turn keep the bytes in proportion.
public final class SglangProtocol implements EngineProtocol {
  private static final int EVENTS = 64;

  @Override
  public EngineKind kind() {
    return EngineKind.SGLANG;
  }

  @Override
  public HttpAsk ask(EngineCall call) {
    BodyWriter body = new BodyWriter();
    body.put("rid", call.id()).put("input_ids", call.promptIds());
    sampling(call, body.object("sampling_params"));
    body.flag("return_logprob", true)
        .put("logprob_start_len", -1)
        .flag("return_text_in_logprobs", false)
        .flag("stream", call.isStreamed());
    return new HttpAsk(
        "/generate", Map.of("X-SMG-Routing-Key", call.route().session()), body.end());
  }

  private static void sampling(EngineCall call, BodyWriter to) {
    Sampling sampling = call.sampling();
    to.put("max_new_tokens", call.maxTokens())
        .put("temperature", sampling.temperature())
        .put("top_p", sampling.topP())
        .put("top_k", sampling.topK() == 0 ? -1 : sampling.topK())
        .put("min_p", sampling.minP())
        .flag("no_stop_trim", true)
        .flag("skip_special_tokens", false)
        .flag("spaces_between_special_tokens", false);
    if (call.isStreamed()) {
      to.put("stream_interval", Math.clamp(call.maxTokens() / EVENTS, 1, 64));
    }
    if (call.ends().stopIds().length > 0) {
      to.put("stop_token_ids", call.ends().stopIds());
    }
    if (!call.ends().stop().isEmpty()) {
      to.put("stop", call.ends().stop());
    }
    ToolConstraint constraint = call.constraint();
    if (constraint != null) {
      to.put("structural_tag", constraint.structuralTagJson());
    }
    to.close();
  }

  @Override
  public AnswerReader reader(EngineCall call) {
    return new SglangReader();
  }

  @Override
  public Optional<HttpAsk> abort(EngineCall call) {
    return Optional.of(
        new HttpAsk("/abort_request", Map.of(), new BodyWriter().put("rid", call.id()).end()));
  }

  @Override
  public Delivery delivery() {
    return Delivery.STREAM;
  }

  @Override
  public LogprobScope scope(Sampling sampling, Distribution distribution) {
    return LogprobScope.UNKNOWN;
  }

  @Override
  public boolean spellsAllIds() {
    return true;
  }
}

package dev.millrace.rollout.policy.sglang;

import dev.millrace.rollout.markup.ToolConstraint;
import dev.millrace.rollout.policy.protocol.AnswerReader;
import dev.millrace.rollout.policy.protocol.BodyWriter;
import dev.millrace.rollout.policy.protocol.CallMembers;
import dev.millrace.rollout.policy.protocol.EngineCall;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.protocol.EngineProtocol;
import dev.millrace.rollout.policy.protocol.HttpAsk;
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
    CallMembers.salt(call, "extra_key", body);
    sampling(call, body.object("sampling_params"));
    body.flag("return_logprob", true)
        .put("logprob_start_len", -1)
        .flag("return_text_in_logprobs", false)
        .flag("stream", call.isStreamed());
    return new HttpAsk(
        "/generate", Map.of("X-SMG-Routing-Key", call.route().session()), body.end());
  }

  private static void sampling(EngineCall call, BodyWriter to) {
    CallMembers.sampling(call, to);
    to.put("max_new_tokens", call.maxTokens())
        .flag("no_stop_trim", true)
        .flag("spaces_between_special_tokens", false);
    if (call.isStreamed()) {
      to.put("stream_interval", Math.clamp(call.maxTokens() / EVENTS, 1, 64));
    }
    ToolConstraint constraint = call.constraint();
    if (constraint != null) {
      to.put("structural_tag", constraint.structuralTagJson());
    }
    to.close();
  }

  @Override
  public AnswerReader reader(EngineCall call) {
    return new SglangReader(call);
  }

  @Override
  public Optional<HttpAsk> abort(EngineCall call) {
    return Optional.of(
        new HttpAsk("/abort_request", Map.of(), new BodyWriter().put("rid", call.id()).end()));
  }

  @Override
  public boolean spellsAllIds() {
    return true;
  }
}

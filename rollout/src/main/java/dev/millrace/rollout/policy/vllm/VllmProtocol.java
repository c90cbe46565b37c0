package dev.millrace.rollout.policy.vllm;

import dev.millrace.rollout.markup.ToolConstraint;
import dev.millrace.rollout.policy.protocol.AnswerReader;
import dev.millrace.rollout.policy.protocol.BodyWriter;
import dev.millrace.rollout.policy.protocol.CallMembers;
import dev.millrace.rollout.policy.protocol.EngineCall;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.protocol.EngineProtocol;
import dev.millrace.rollout.policy.protocol.HttpAsk;
import java.util.Map;

/// vLLM by `POST /inference/v1/generate`: ids in, ids out, without a chat template or a parser on
/// the way. `max_tokens` is always sent, as the route defaults to 16. Logprobs are the model's own
/// unless the server runs with `--logprobs-mode processed_logprobs`, which only a probe can tell.
/// Closing the connection aborts.
public final class VllmProtocol implements EngineProtocol {
  @Override
  public EngineKind kind() {
    return EngineKind.VLLM;
  }

  @Override
  public HttpAsk ask(EngineCall call) {
    BodyWriter body = new BodyWriter();
    body.put("request_id", call.id()).put("token_ids", call.promptIds());
    String model = call.route().model();
    if (model != null) {
      body.put("model", model);
    }
    CallMembers.salt(call, "cache_salt", body);
    sampling(call, body.object("sampling_params"));
    body.flag("stream", call.isStreamed());
    return new HttpAsk(
        "/inference/v1/generate", Map.of("X-Session-ID", call.route().session()), body.end());
  }

  private static void sampling(EngineCall call, BodyWriter to) {
    CallMembers.sampling(call, to);
    to.put("max_tokens", call.maxTokens()).put("repetition_penalty", 1.0).put("logprobs", 0);
    ToolConstraint constraint = call.constraint();
    if (constraint != null) {
      BodyWriter outputs = to.object("structured_outputs");
      outputs.put("structural_tag", constraint.structuralTagJson()).close();
    }
    to.close();
  }

  @Override
  public AnswerReader reader(EngineCall call) {
    return new VllmReader(call);
  }
}

package dev.millrace.rollout.policy.chat;

import dev.millrace.rollout.policy.Dialogue;
import dev.millrace.rollout.policy.protocol.AnswerReader;
import dev.millrace.rollout.policy.protocol.BodyWriter;
import dev.millrace.rollout.policy.protocol.CallMembers;
import dev.millrace.rollout.policy.protocol.EngineCall;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.protocol.EngineProtocol;
import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.protocol.EngineTrouble.Kind;
import dev.millrace.rollout.policy.protocol.HttpAsk;
import dev.millrace.rollout.policy.protocol.LogprobScope;
import dev.millrace.rollout.policy.protocol.Sampling;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.trajectory.Distribution;
import dev.millrace.rollout.trajectory.Fidelity;
import java.util.Map;

/// OpenAI chat completions, where a server speaks nothing better. It reads the dialogue instead of
/// ids, and its answer becomes ids by the local format: text only, without logprobs.
public final class ChatProtocol implements EngineProtocol {
  private final ChatFormat format;

  /// @param format writes what was answered as ids
  public ChatProtocol(ChatFormat format) {
    this.format = format;
  }

  @Override
  public EngineKind kind() {
    return EngineKind.CHAT;
  }

  @Override
  public HttpAsk ask(EngineCall call) throws EngineTrouble {
    Dialogue dialogue = call.dialogue();
    if (dialogue == null) {
      throw new EngineTrouble(
          Kind.REFUSED,
          "a chat engine reads messages, and this request has ids alone; use an engine of kind"
              + " vllm, sglang or llamacpp");
    }
    BodyWriter body = new BodyWriter();
    String model = call.route().model();
    body.put("model", model == null ? "default" : model)
        .raw("messages", ChatJson.messages(dialogue.messages()))
        .put("max_tokens", call.maxTokens())
        .put("temperature", call.sampling().temperature())
        .put("top_p", call.sampling().topP())
        .flag("stream", call.isStreamed());
    if (!dialogue.tools().isEmpty()) {
      body.raw("tools", ChatJson.tools(dialogue.tools()));
    }
    CallMembers.stop(call, body);
    return new HttpAsk(
        "/v1/chat/completions", Map.of("X-Session-ID", call.route().session()), body.end());
  }

  @Override
  public AnswerReader reader(EngineCall call) {
    return new ChatReader(call, format);
  }

  @Override
  public LogprobScope scope(Sampling sampling, Distribution distribution) {
    return LogprobScope.NONE;
  }

  @Override
  public boolean constrains() {
    return false;
  }

  @Override
  public Fidelity fidelity() {
    return Fidelity.TEXT_ONLY;
  }
}

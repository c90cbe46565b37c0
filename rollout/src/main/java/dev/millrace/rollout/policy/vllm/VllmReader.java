package dev.millrace.rollout.policy.vllm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.policy.protocol.AnswerReader;
import dev.millrace.rollout.policy.protocol.EngineCall;
import dev.millrace.rollout.policy.protocol.EngineChunk;
import dev.millrace.rollout.policy.protocol.EngineChunk.End;
import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.protocol.EngineTrouble.Kind;
import dev.millrace.rollout.trajectory.FinishReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads vLLM's chunks, each of which holds what is new, and its whole answers. Logprobs come with
/// integer `token_id`s or, from older servers, with `"token_id:7"` as token.
final class VllmReader extends AnswerReader {
  /// What older servers write for an id that they have no logprob of.
  private static final float NONE = -9999f;

  VllmReader(EngineCall call) {
    super(call);
  }

  @Override
  protected EngineChunk chunk(JsonNode root) throws EngineTrouble {
    checkPrompt(root.path("usage").path("prompt_tokens"));
    int cached = root.path("usage").path("prompt_tokens_details").path("cached_tokens").asInt();
    JsonNode choice = root.path("choices").path(0);
    if (choice.isMissingNode()) {
      return new EngineChunk(new int[0], null, "", List.of(), null, cached);
    }
    int[] ids = ids(choice.path("token_ids"), "token_ids");
    return new EngineChunk(
        ids,
        logprobs(ids, choice.path("logprobs").path("content")),
        "",
        versions(choice.path("weight_versions")),
        end(choice),
        cached);
  }

  private static float @Nullable [] logprobs(int[] ids, JsonNode content) throws EngineTrouble {
    if (!content.isArray() || (content.isEmpty() && ids.length > 0)) {
      return null;
    }
    if (content.size() != ids.length) {
      throw new EngineTrouble(
          Kind.UNUSABLE, ids.length + " ids came with " + content.size() + " logprobs");
    }
    float[] logprobs = new float[ids.length];
    for (int i = 0; i < ids.length; i++) {
      JsonNode entry = content.get(i);
      checkId(ids[i], entry, i);
      float value = entry.path("logprob").isNumber() ? entry.get("logprob").floatValue() : NONE;
      logprobs[i] = value <= NONE ? Float.NaN : value;
    }
    return logprobs;
  }

  private static void checkId(int id, JsonNode entry, int at) throws EngineTrouble {
    JsonNode named = entry.path("token_id");
    String token = entry.path("token").asText("");
    boolean differs =
        named.isInt()
            ? named.intValue() != id
            : token.startsWith("token_id:") && !token.equals("token_id:" + id);
    if (differs) {
      throw new EngineTrouble(Kind.UNUSABLE, "logprob " + at + " is of another id than " + id);
    }
  }

  private static @Nullable End end(JsonNode choice) throws EngineTrouble {
    if (!choice.hasNonNull("finish_reason")) {
      return null;
    }
    FinishReason finish =
        switch (choice.get("finish_reason").asText()) {
          case "stop", "tool_calls", "repetition" -> FinishReason.STOP;
          case "length" -> FinishReason.LENGTH;
          case "abort" -> FinishReason.ABORT;
          default ->
              throw new EngineTrouble(
                  Kind.FAILED, "the engine finished with " + choice.get("finish_reason").asText());
        };
    JsonNode stop = choice.path("stop_reason");
    return new End(finish, stop.isInt() ? stop.intValue() : null, null);
  }
}

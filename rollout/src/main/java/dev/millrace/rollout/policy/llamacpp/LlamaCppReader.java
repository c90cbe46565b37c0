package dev.millrace.rollout.policy.llamacpp;

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

/// Reads a whole answer of llama.cpp's server.
final class LlamaCppReader extends AnswerReader {
  LlamaCppReader(EngineCall call) {
    super(call);
  }

  @Override
  protected EngineChunk chunk(JsonNode root) throws EngineTrouble {
    checkPrompt(root.path("tokens_evaluated"));
    int[] ids = ids(root.path("tokens"), "tokens");
    return new EngineChunk(
        ids,
        logprobs(ids, root.path("completion_probabilities")),
        root.path("content").asText(""),
        List.of(),
        end(root, ids.length),
        // `tokens_cached` counts what is in the slot now, what was sampled included.
        root.path("timings").path("cache_n").asInt());
  }

  private static float @Nullable [] logprobs(int[] ids, JsonNode entries) throws EngineTrouble {
    if (entries.isEmpty()) {
      return null;
    }
    int[] named = new int[entries.size()];
    float[] values = new float[named.length];
    for (int i = 0; i < named.length; i++) {
      JsonNode entry = entries.get(i);
      named[i] = entry.path("id").asInt(-1);
      values[i] = value(entry);
    }
    return Alignment.spread(ids, named, values);
  }

  private static float value(JsonNode entry) {
    if (entry.path("logprob").isNumber()) {
      return entry.get("logprob").floatValue();
    }
    double prob = entry.path("prob").asDouble(0);
    return prob > 0 ? (float) Math.log(prob) : Float.NaN;
  }

  private @Nullable End end(JsonNode root, int received) throws EngineTrouble {
    FinishReason finish =
        switch (root.path("stop_type").asText("none")) {
          case "eos", "word" -> FinishReason.STOP;
          case "limit" -> FinishReason.LENGTH;
          default -> received >= asked() ? FinishReason.LENGTH : null;
        };
    if (finish == null) {
      throw new EngineTrouble(Kind.BROKEN, "the answer stopped without a reason");
    }
    boolean outOfContext = finish == FinishReason.LENGTH && received < asked();
    if (root.path("truncated").asBoolean() && !outOfContext) {
      throw new EngineTrouble(
          Kind.UNUSABLE,
          "the engine dropped part of the prompt to make room; start it without --context-shift");
    }
    JsonNode counted = root.path("tokens_predicted");
    return new End(finish, null, counted.isInt() ? counted.intValue() : null);
  }
}

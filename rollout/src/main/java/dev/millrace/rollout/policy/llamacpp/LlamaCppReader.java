package dev.millrace.rollout.policy.llamacpp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.rollout.policy.protocol.AnswerReader;
import dev.millrace.rollout.policy.protocol.EngineChunk;
import dev.millrace.rollout.policy.protocol.EngineChunk.End;
import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.protocol.EngineTrouble.Kind;
import dev.millrace.rollout.trajectory.FinishReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a whole answer of llama.cpp's server.
final class LlamaCppReader implements AnswerReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int asked;

  LlamaCppReader(int asked) {
    this.asked = asked;
  }

  @Override
  public EngineChunk read(String json) throws EngineTrouble {
    JsonNode root = tree(json);
    if (root.hasNonNull("error")) {
      throw new EngineTrouble(
          Kind.FAILED, "the engine reports: " + root.get("error").path("message").asText("error"));
    }
    JsonNode tokens = root.path("tokens");
    int[] ids = new int[tokens.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = tokens.get(i).intValue();
    }
    return new EngineChunk(
        ids,
        logprobs(ids, root.path("completion_probabilities")),
        root.path("content").asText(""),
        List.of(),
        end(root, ids.length));
  }

  private static JsonNode tree(String json) throws EngineTrouble {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new EngineTrouble(
          Kind.BROKEN, "the answer is no JSON at " + e.getLocation().offsetDescription());
    }
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
          default -> received >= asked ? FinishReason.LENGTH : null;
        };
    if (finish == null) {
      throw new EngineTrouble(Kind.BROKEN, "the answer stopped without a reason");
    }
    JsonNode counted = root.path("tokens_predicted");
    return new End(finish, null, counted.isInt() ? counted.intValue() : null);
  }
}

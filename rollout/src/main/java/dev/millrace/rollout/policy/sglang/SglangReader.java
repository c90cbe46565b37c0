package dev.millrace.rollout.policy.sglang;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.rollout.policy.protocol.AnswerReader;
import dev.millrace.rollout.policy.protocol.EngineChunk;
import dev.millrace.rollout.policy.protocol.EngineChunk.End;
import dev.millrace.rollout.policy.protocol.EngineChunk.RawSpan;
import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.protocol.EngineTrouble.Kind;
import dev.millrace.rollout.trajectory.FinishReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads SGLang's events. By default each repeats the whole answer so far, with incremental
/// streaming it holds what is new; `output_token_logprobs_length` and `completion_tokens` count the
/// whole in both, which tells where a list begins. The ids are those of the logprob pairs, which
/// keep the stop id that `output_ids` may lack.
final class SglangReader implements AnswerReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private int seen;
  private int textSeen;
  private boolean incremental;

  @Override
  public EngineChunk read(String json) throws EngineTrouble {
    JsonNode root = tree(json);
    if (root.hasNonNull("error")) {
      throw new EngineTrouble(
          Kind.FAILED, "the engine reports: " + root.get("error").path("message").asText("error"));
    }
    JsonNode meta = root.path("meta_info");
    JsonNode pairs = meta.path("output_token_logprobs");
    JsonNode outputIds = root.path("output_ids");
    EngineChunk chunk =
        pairs.isEmpty() && !outputIds.isEmpty()
            ? plain(outputIds, meta)
            : paired(pairs, outputIds, meta);
    return new EngineChunk(
        chunk.ids(), chunk.logprobs(), text(root.path("text")), versions(meta), end(meta));
  }

  private static JsonNode tree(String json) throws EngineTrouble {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new EngineTrouble(
          Kind.BROKEN, "the answer is no JSON at " + e.getLocation().offsetDescription());
    }
  }

  private EngineChunk paired(JsonNode pairs, JsonNode outputIds, JsonNode meta)
      throws EngineTrouble {
    int total = total(pairs, meta.path("output_token_logprobs_length"), meta);
    int skip = skip(pairs.size(), total);
    int[] ids = new int[pairs.size() - skip];
    float[] logprobs = new float[ids.length];
    for (int i = 0; i < ids.length; i++) {
      JsonNode pair = pairs.get(skip + i);
      if (!pair.path(1).isInt()) {
        throw new EngineTrouble(Kind.UNUSABLE, "output_token_logprobs has an entry without an id");
      }
      ids[i] = pair.get(1).intValue();
      logprobs[i] = pair.path(0).isNumber() ? pair.get(0).floatValue() : Float.NaN;
    }
    checkSame(pairs, outputIds, meta);
    return new EngineChunk(ids, logprobs, "", List.of(), null);
  }

  private EngineChunk plain(JsonNode outputIds, JsonNode meta) throws EngineTrouble {
    int total = total(outputIds, meta.path("completion_tokens"), meta);
    int skip = skip(outputIds.size(), total);
    int[] ids = new int[outputIds.size() - skip];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = outputIds.get(skip + i).intValue();
    }
    return new EngineChunk(ids, null, "", List.of(), null);
  }

  /// How many ids there are after this event.
  private int total(JsonNode list, JsonNode counted, JsonNode meta) {
    if (counted.isInt()) {
      return counted.intValue();
    }
    int completion = meta.path("completion_tokens").asInt(0);
    return completion > 0 ? completion : Math.max(list.size(), seen);
  }

  /// How many of a list of this size were seen before.
  private int skip(int size, int total) throws EngineTrouble {
    incremental |= total > size;
    int start = total - size;
    if (start > seen || total < seen) {
      throw new EngineTrouble(
          Kind.UNUSABLE,
          seen + " ids were received, and the next event covers [" + start + ", " + total + ")");
    }
    int skip = Math.min(size, seen - start);
    seen = total;
    return skip;
  }

  /// Both lists of one event end alike; `output_ids` may lack the stop id.
  private static void checkSame(JsonNode pairs, JsonNode outputIds, JsonNode meta)
      throws EngineTrouble {
    int missing = pairs.size() - outputIds.size();
    boolean lacksStop =
        missing == 1
            && meta.path("finish_reason").path("matched").isInt()
            && pairs.get(pairs.size() - 1).path(1).asInt()
                == meta.path("finish_reason").path("matched").intValue();
    if (outputIds.isEmpty() || lacksStop) {
      return;
    }
    boolean same = missing == 0;
    for (int i = 0; same && i < pairs.size(); i++) {
      same = pairs.get(i).path(1).asInt(-1) == outputIds.get(i).asInt(-2);
    }
    if (!same) {
      throw new EngineTrouble(
          Kind.UNUSABLE,
          outputIds.size()
              + " output_ids came with "
              + pairs.size()
              + " logprobs, or with those of other ids");
    }
  }

  private String text(JsonNode node) {
    String whole = node.asText("");
    if (incremental) {
      return whole;
    }
    String fresh = whole.substring(Math.min(textSeen, whole.length()));
    textSeen = whole.length();
    return fresh;
  }

  private static List<RawSpan> versions(JsonNode meta) {
    List<RawSpan> versions = new ArrayList<>();
    for (JsonNode span : meta.path("weight_versions")) {
      versions.add(
          new RawSpan(
              span.path("version").asText(), span.path("start").asInt(), span.path("end").asInt()));
    }
    if (versions.isEmpty() && meta.hasNonNull("weight_version")) {
      versions.add(new RawSpan(meta.get("weight_version").asText(), 0, Integer.MAX_VALUE));
    }
    return versions;
  }

  private static @Nullable End end(JsonNode meta) throws EngineTrouble {
    JsonNode reason = meta.path("finish_reason");
    if (reason.isMissingNode() || reason.isNull()) {
      return null;
    }
    String type = reason.isTextual() ? reason.asText() : reason.path("type").asText();
    int status = reason.path("status_code").asInt();
    if (type.equals("abort") && status >= 400 && status < 500) {
      throw new EngineTrouble(
          Kind.REFUSED, "the engine refused it: " + reason.path("message").asText("no message"));
    }
    FinishReason finish =
        switch (type) {
          case "stop" -> FinishReason.STOP;
          case "length" -> FinishReason.LENGTH;
          case "abort" -> FinishReason.ABORT;
          default -> throw new EngineTrouble(Kind.FAILED, "the engine finished with " + type);
        };
    JsonNode matched = reason.path("matched");
    return new End(finish, matched.isInt() ? matched.intValue() : null, null);
  }
}

package dev.millrace.rollout.policy.sglang;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.policy.protocol.AnswerReader;
import dev.millrace.rollout.policy.protocol.ContextOverflow;
import dev.millrace.rollout.policy.protocol.EngineCall;
import dev.millrace.rollout.policy.protocol.EngineChunk;
import dev.millrace.rollout.policy.protocol.EngineChunk.End;
import dev.millrace.rollout.policy.protocol.EngineChunk.RawSpan;
import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.protocol.EngineTrouble.Kind;
import dev.millrace.rollout.trajectory.FinishReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads SGLang's events. By default each repeats the whole answer so far, with incremental
/// streaming it holds what is new; `output_token_logprobs_length` and `completion_tokens` count the
/// whole in both, which tells where a list begins. The ids are those of the logprob pairs, which
/// keep the stop id that `output_ids` may lack.
final class SglangReader extends AnswerReader {
  private int seen;
  private int textSeen;
  private boolean incremental;
  private final List<RawSpan> named = new ArrayList<>();

  SglangReader(EngineCall call) {
    super(call);
  }

  @Override
  protected EngineChunk chunk(JsonNode root) throws EngineTrouble {
    JsonNode meta = root.path("meta_info");
    checkPrompt(meta.path("prompt_tokens"));
    JsonNode pairs = meta.path("output_token_logprobs");
    JsonNode outputIds = root.path("output_ids");
    int before = seen;
    EngineChunk chunk =
        pairs.isEmpty() && !outputIds.isEmpty()
            ? plain(outputIds, meta)
            : paired(pairs, outputIds, meta);
    return new EngineChunk(
        chunk.ids(),
        chunk.logprobs(),
        text(root.path("text")),
        spans(meta, before),
        end(meta),
        meta.path("cached_tokens").asInt());
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
    int[] all = ids(outputIds, "output_ids");
    int[] ids = Arrays.copyOfRange(all, skip, all.length);
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

  /// Older servers send no spans, and name the weights that are loaded when an event leaves: new
  /// ones hold from its ids on.
  private List<RawSpan> spans(JsonNode meta, int before) {
    List<RawSpan> versions = versions(meta.path("weight_versions"));
    if (!versions.isEmpty() || !meta.hasNonNull("weight_version")) {
      return versions;
    }
    String name = meta.get("weight_version").asText();
    if (named.isEmpty()) {
      named.add(new RawSpan(name, 0, Integer.MAX_VALUE));
    } else if (!named.getLast().version().equals(name)) {
      RawSpan last = named.removeLast();
      named.add(new RawSpan(last.version(), last.start(), before));
      named.add(new RawSpan(name, before, Integer.MAX_VALUE));
    }
    return List.copyOf(named);
  }

  private static @Nullable End end(JsonNode meta) throws EngineTrouble {
    JsonNode reason = meta.path("finish_reason");
    if (reason.isMissingNode() || reason.isNull()) {
      return null;
    }
    String type = reason.isTextual() ? reason.asText() : reason.path("type").asText();
    int status = reason.path("status_code").asInt();
    if (type.equals("abort") && status >= 400 && status < 500) {
      String said = reason.path("message").asText("no message");
      throw new EngineTrouble(
          ContextOverflow.isSaidBy(said) ? Kind.CONTEXT : Kind.REFUSED,
          "the engine refused it: " + said);
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

package dev.millrace.rollout.policy.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.rollout.policy.protocol.EngineChunk.RawSpan;
import dev.millrace.rollout.policy.protocol.EngineTrouble.Kind;
import java.util.ArrayList;
import java.util.List;

/// Reads the events of one answer in order. One thread.
public abstract class AnswerReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final EngineCall call;

  /// @param call what is answered
  protected AnswerReader(EngineCall call) {
    this.call = call;
  }

  /// @param json one event's data, or the body of an answer that came whole
  /// @throws EngineTrouble when it is an error or nothing that makes sense
  public final EngineChunk read(String json) throws EngineTrouble {
    JsonNode event;
    try {
      event = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new EngineTrouble(
          Kind.BROKEN, "the answer is no JSON at " + e.getLocation().offsetDescription());
    }
    // Inside a stream that began well there is no status to tell an error by.
    if (event.hasNonNull("error")) {
      JsonNode error = event.get("error");
      String said = error.isTextual() ? error.asText() : error.path("message").asText("error");
      boolean overflows =
          ContextOverflow.isSaidBy(said) || ContextOverflow.isSaidBy(error.path("type").asText());
      throw new EngineTrouble(
          overflows ? Kind.CONTEXT : Kind.FAILED, "the engine reports: " + said);
    }
    return chunk(event);
  }

  /// @param event no error
  protected abstract EngineChunk chunk(JsonNode event) throws EngineTrouble;

  /// How many ids were asked for.
  protected final int asked() {
    return call.maxTokens();
  }

  /// Makes sure that ids were sampled under the prefix that was sent, where the engine counts what
  /// it read: a string's BOS, or a prompt that was cut to fit, would show here.
  ///
  /// @throws EngineTrouble `UNUSABLE` when the count is another
  protected final void checkPrompt(JsonNode counted) throws EngineTrouble {
    int sent = call.promptIds().length;
    if (counted.isInt() && counted.intValue() != sent) {
      throw new EngineTrouble(
          Kind.UNUSABLE,
          "the prompt had " + sent + " ids, and the engine read " + counted.intValue());
    }
  }

  /// A list of ids.
  ///
  /// @param name what the engine calls it
  /// @throws EngineTrouble `UNUSABLE` when one of them is no number
  protected static int[] ids(JsonNode list, String name) throws EngineTrouble {
    int[] ids = new int[list.size()];
    for (int i = 0; i < ids.length; i++) {
      if (!list.get(i).isInt()) {
        throw new EngineTrouble(Kind.UNUSABLE, name + "[" + i + "] is no id");
      }
      ids[i] = list.get(i).intValue();
    }
    return ids;
  }

  /// The spans of `weight_versions`; empty where the engine sends none.
  protected static List<RawSpan> versions(JsonNode spans) {
    List<RawSpan> versions = new ArrayList<>();
    for (JsonNode span : spans) {
      versions.add(
          new RawSpan(
              span.path(span.has("version") ? "version" : "weight_version").asText(),
              span.path("start").asInt(),
              span.path("end").asInt()));
    }
    return versions;
  }
}

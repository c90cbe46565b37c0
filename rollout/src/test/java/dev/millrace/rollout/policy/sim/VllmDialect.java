package dev.millrace.rollout.policy.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.policy.protocol.EngineChunk.RawSpan;
import java.util.ArrayList;
import java.util.List;

/// vLLM's generate route.
final class VllmDialect implements Dialect {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Written.Scale scale;
  private final boolean oldLogprobs;

  VllmDialect(Written.Scale scale, boolean oldLogprobs) {
    this.scale = scale;
    this.oldLogprobs = oldLogprobs;
  }

  @Override
  public String path() {
    return "/inference/v1/generate";
  }

  @Override
  public int[] prompt(JsonNode body) {
    return Dialect.ints(body.path("token_ids"));
  }

  @Override
  public int maxTokens(JsonNode body) {
    return body.path("sampling_params").path("max_tokens").asInt(16);
  }

  @Override
  public List<String> events(SimRequest request, Reply reply, Fault fault) {
    Written written = Written.of(request, reply, fault, scale);
    boolean asked = request.body().path("sampling_params").has("logprobs");
    List<String> events = new ArrayList<>();
    int step = request.stream() ? idsPerEvent() : Math.max(1, written.ids().length);
    for (int at = 0; at < written.ids().length || at == 0; at += step) {
      int end = Math.min(at + step, written.ids().length);
      boolean last = end == written.ids().length;
      ObjectNode choice = JSON.createObjectNode().put("index", 0);
      ArrayNode ids = choice.putArray("token_ids");
      for (int i = at; i < end; i++) {
        ids.add(written.ids()[i]);
      }
      if (written.hasLogprobs() && asked) {
        int count = written.loses() && last ? end - 1 : end;
        choice.set("logprobs", logprobs(written, at, count));
      }
      if (last) {
        finish(choice, written, reply);
      } else {
        choice.putNull("finish_reason");
      }
      ObjectNode event = JSON.createObjectNode().put("request_id", "sim");
      event.putArray("choices").add(choice);
      events.add(event.toString());
    }
    return events;
  }

  private ObjectNode logprobs(Written written, int from, int to) {
    ObjectNode logprobs = JSON.createObjectNode();
    ArrayNode content = logprobs.putArray("content");
    for (int i = from; i < to; i++) {
      ObjectNode entry = content.addObject();
      if (oldLogprobs) {
        entry.put("token", "token_id:" + written.ids()[i]);
      } else {
        entry.put("token_id", written.ids()[i]);
      }
      boolean missing = Float.isNaN(written.logprobs()[i]);
      entry.put("logprob", missing ? -9999f : written.logprobs()[i]);
    }
    return logprobs;
  }

  private static void finish(ObjectNode choice, Written written, Reply reply) {
    choice.put("finish_reason", written.finish());
    Integer stop = reply.stopId();
    if (stop != null && written.finish().equals("stop")) {
      choice.put("stop_reason", stop);
    }
    if (!reply.versions().isEmpty()) {
      ArrayNode spans = choice.putArray("weight_versions");
      for (RawSpan span : reply.versions()) {
        spans
            .addObject()
            .put("version", span.version())
            .put("start", span.start())
            .put("end", span.end());
      }
    }
  }

  @Override
  public String page(String path) {
    return path.equals("/version") ? "{\"version\":\"0.19.0\"}" : "";
  }
}

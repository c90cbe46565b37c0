package dev.millrace.rollout.policy.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.policy.protocol.EngineChunk.RawSpan;
import java.util.ArrayList;
import java.util.List;

/// SGLang's generate route: each event repeats everything, unless it streams incrementally.
final class SglangDialect implements Dialect {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Written.Scale scale;
  private final boolean incremental;

  SglangDialect(Written.Scale scale, boolean incremental) {
    this.scale = scale;
    this.incremental = incremental;
  }

  @Override
  public String path() {
    return "/generate";
  }

  @Override
  public int[] prompt(JsonNode body) {
    return Dialect.ints(body.path("input_ids"));
  }

  @Override
  public int maxTokens(JsonNode body) {
    return body.path("sampling_params").path("max_new_tokens").asInt(128);
  }

  @Override
  public List<String> events(SimRequest request, Reply reply, Fault fault) {
    Written written = Written.of(request, reply, fault, scale);
    List<String> events = new ArrayList<>();
    int step = request.stream() ? idsPerEvent() : Math.max(1, written.ids().length);
    for (int at = 0; at < written.ids().length || at == 0; at += step) {
      int end = Math.min(at + step, written.ids().length);
      int from = incremental && request.stream() ? at : 0;
      events.add(event(written, reply, fault, from, end).toString());
    }
    return events;
  }

  private static ObjectNode event(Written written, Reply reply, Fault fault, int from, int end) {
    boolean last = end == written.ids().length;
    ObjectNode event = JSON.createObjectNode();
    event.put("text", last ? reply.text() : "");
    // The pairs keep the stop id even where output_ids lack it.
    boolean drops = fault instanceof Fault.DropsStop && last;
    ArrayNode ids = event.putArray("output_ids");
    ObjectNode meta = event.putObject("meta_info");
    meta.put("completion_tokens", end);
    ArrayNode pairs = written.hasLogprobs() ? meta.putArray("output_token_logprobs") : null;
    for (int i = from; i < end; i++) {
      ids.add(written.ids()[i]);
      if (pairs != null && !(written.loses() && last && i == end - 1)) {
        pairs.addArray().add(written.logprobs()[i]).add(written.ids()[i]).addNull();
      }
    }
    if (pairs != null) {
      meta.put("output_token_logprobs_length", written.loses() && last ? end - 1 : end);
    }
    finish(meta, written, reply, last);
    versions(meta, reply);
    if (drops) {
      event.put("text", "");
    }
    return event;
  }

  private static void finish(ObjectNode meta, Written written, Reply reply, boolean last) {
    if (!last) {
      meta.putNull("finish_reason");
      return;
    }
    ObjectNode reason = meta.putObject("finish_reason").put("type", written.finish());
    Integer stop = reply.stopId();
    if (stop != null && written.finish().equals("stop")) {
      reason.put("matched", stop);
    }
  }

  private static void versions(ObjectNode meta, Reply reply) {
    meta.put("weight_version", "default");
    if (!reply.versions().isEmpty()) {
      ArrayNode spans = meta.putArray("weight_versions");
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
    return switch (path) {
      case "/get_model_info" -> "{\"model_path\":\"sim\",\"weight_version\":\"default\"}";
      case "/get_server_info" -> "{\"version\":\"0.6.0\"}";
      default -> "";
    };
  }
}

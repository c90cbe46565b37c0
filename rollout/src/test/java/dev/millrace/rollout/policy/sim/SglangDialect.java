package dev.millrace.rollout.policy.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// SGLang's generate route: each event repeats everything, unless it streams incrementally.
record SglangDialect(Written.Scale scale, boolean incremental) implements Dialect {
  private static final ObjectMapper JSON = new ObjectMapper();

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
    boolean asked = request.body().path("return_logprob").asBoolean();
    boolean onlyNew = incremental && request.stream();
    return written.parts(request.stream()).stream()
        .map(part -> event(written, reply, part, onlyNew ? part.from() : 0, asked).toString())
        .toList();
  }

  private static ObjectNode event(
      Written written, Reply reply, Written.Part part, int from, boolean asked) {
    ObjectNode event = JSON.createObjectNode();
    event.put("text", part.last() ? reply.text() : "");
    ArrayNode ids = event.putArray("output_ids");
    ObjectNode meta = event.putObject("meta_info");
    meta.put("prompt_tokens", written.promptIds()).put("completion_tokens", part.to());
    ArrayNode pairs =
        asked && written.hasLogprobs() ? meta.putArray("output_token_logprobs") : null;
    int pairsTo = written.logprobsTo(part);
    for (int i = from; i < part.to(); i++) {
      ids.add(written.ids()[i]);
      if (pairs != null && i < pairsTo) {
        pairs.addArray().add(written.logprobs()[i]).add(written.ids()[i]).addNull();
      }
    }
    if (pairs != null) {
      meta.put("output_token_logprobs_length", pairsTo);
    }
    meta.put("cached_tokens", reply.cached());
    finish(meta, written, reply, part.last());
    meta.put("weight_version", "default");
    Dialect.versions(reply, meta);
    return event;
  }

  private static void finish(ObjectNode meta, Written written, Reply reply, boolean last) {
    if (!last || written.finish().isEmpty()) {
      meta.putNull("finish_reason");
      return;
    }
    ObjectNode reason = meta.putObject("finish_reason").put("type", written.finish());
    Integer stop = reply.stopId();
    if (stop != null && written.finish().equals("stop")) {
      reason.put("matched", stop);
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

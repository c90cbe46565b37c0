package dev.millrace.rollout.policy.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// vLLM's generate route.
record VllmDialect(Written.Scale scale, boolean oldLogprobs) implements Dialect {
  private static final ObjectMapper JSON = new ObjectMapper();

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
    return written.parts(request.stream()).stream()
        .map(part -> event(written, reply, part, asked))
        .toList();
  }

  private String event(Written written, Reply reply, Written.Part part, boolean asked) {
    ObjectNode choice = JSON.createObjectNode().put("index", 0);
    ArrayNode ids = choice.putArray("token_ids");
    for (int i = part.from(); i < part.to(); i++) {
      ids.add(written.ids()[i]);
    }
    if (written.hasLogprobs() && asked) {
      choice.set("logprobs", logprobs(written, part.from(), written.logprobsTo(part)));
    }
    if (part.last() && !written.finish().isEmpty()) {
      finish(choice, written, reply);
    } else {
      choice.putNull("finish_reason");
    }
    ObjectNode event = JSON.createObjectNode().put("request_id", "sim");
    event.putArray("choices").add(choice);
    if (part.last()) {
      ObjectNode usage = event.putObject("usage").put("prompt_tokens", written.promptIds());
      usage.putObject("prompt_tokens_details").put("cached_tokens", reply.cached());
    }
    return event.toString();
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
    Dialect.versions(reply, choice);
  }

  @Override
  public String page(String path) {
    return path.equals("/version") ? "{\"version\":\"0.19.0\"}" : "";
  }
}

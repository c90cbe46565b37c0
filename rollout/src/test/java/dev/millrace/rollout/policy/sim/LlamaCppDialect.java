package dev.millrace.rollout.policy.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// llama.cpp's completion route, whole answers.
record LlamaCppDialect(int slots) implements Dialect {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public String path() {
    return "/completion";
  }

  @Override
  public int[] prompt(JsonNode body) {
    return Dialect.ints(body.path("prompt"));
  }

  @Override
  public int maxTokens(JsonNode body) {
    return body.path("n_predict").asInt(4096);
  }

  @Override
  public List<String> events(SimRequest request, Reply reply, Fault fault) {
    boolean after = request.body().path("post_sampling_probs").asBoolean();
    Written.Scale scale = after ? Written.Scale.PROCESSED : Written.Scale.RAW;
    Written written = Written.of(request, reply, fault, scale);
    ObjectNode answer = JSON.createObjectNode().put("content", reply.text()).put("stop", true);
    ArrayNode tokens = answer.putArray("tokens");
    if (request.body().path("return_tokens").asBoolean()) {
      for (int id : written.ids()) {
        tokens.add(id);
      }
    }
    if (written.hasLogprobs() && request.body().path("n_probs").asInt() > 0) {
      probabilities(answer.putArray("completion_probabilities"), written, after);
    }
    answer.put("tokens_evaluated", written.promptIds());
    answer.put("truncated", fault instanceof Fault.ShiftsContext);
    answer.put("tokens_predicted", written.ids().length);
    answer.put("tokens_cached", written.promptIds() + written.ids().length);
    answer.putObject("timings").put("cache_n", reply.cached());
    if (!written.finish().isEmpty()) {
      answer.put("stop_type", written.finish().equals("stop") ? "eos" : "limit");
    }
    return List.of(answer.toString());
  }

  private static void probabilities(ArrayNode list, Written written, boolean after) {
    for (int i = 0; i < written.ids().length; i++) {
      if (Float.isNaN(written.logprobs()[i])) {
        continue;
      }
      ObjectNode entry = list.addObject().put("id", written.ids()[i]);
      if (after) {
        entry.put("prob", Math.exp(written.logprobs()[i]));
      } else {
        entry.put("logprob", written.logprobs()[i]);
      }
    }
  }

  @Override
  public String page(String path) {
    return path.equals("/props")
        ? "{\"total_slots\":" + slots + ",\"build_info\":\"b9999\",\"chat_template\":\"\"}"
        : "";
  }
}

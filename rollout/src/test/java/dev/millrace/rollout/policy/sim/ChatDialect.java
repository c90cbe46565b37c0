package dev.millrace.rollout.policy.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// OpenAI chat completions, in deltas of a few characters.
final class ChatDialect implements Dialect {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public String path() {
    return "/v1/chat/completions";
  }

  @Override
  public int[] prompt(JsonNode body) {
    return new int[0];
  }

  @Override
  public int maxTokens(JsonNode body) {
    return body.path("max_tokens").asInt(4096);
  }

  @Override
  public List<String> events(SimRequest request, Reply reply, Fault fault) {
    boolean fits = reply.ids().length <= request.maxTokens();
    String text = fits ? reply.text() : reply.text().substring(0, 1);
    String finish = fits ? "stop" : "length";
    List<String> events = new ArrayList<>();
    if (!request.stream()) {
      events.add(event("message", text, finish));
      return events;
    }
    for (int at = 0; at < text.length(); at += 4) {
      events.add(event("delta", text.substring(at, Math.min(at + 4, text.length())), null));
    }
    events.add(event("delta", "", finish));
    return events;
  }

  private static String event(String kind, String content, @Nullable String finish) {
    ObjectNode event = JSON.createObjectNode();
    event.put("model", "sim-model");
    ObjectNode choice = event.putArray("choices").addObject().put("index", 0);
    choice.putObject(kind).put("role", "assistant").put("content", content);
    choice.put("finish_reason", finish);
    return event.toString();
  }

  @Override
  public String page(String path) {
    return "";
  }
}

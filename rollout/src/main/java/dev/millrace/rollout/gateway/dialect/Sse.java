package dev.millrace.rollout.gateway.dialect;

import com.fasterxml.jackson.databind.JsonNode;

/// Server-sent events.
final class Sse {
  static final String COMMENT = ": keep-alive\n\n";
  static final String DONE = "data: [DONE]\n\n";

  private Sse() {}

  static String data(JsonNode data) {
    return "data: " + Json.text(data) + "\n\n";
  }

  static String named(String event, JsonNode data) {
    return "event: " + event + "\ndata: " + Json.text(data) + "\n\n";
  }
}

package dev.millrace.rollout.policy.sim;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/// One request as it came in.
///
/// @param promptIds what it was asked to go on from; empty for chat
/// @param maxTokens as the engine understands the request, its own default where it was not sent
/// @param body all of it
public record SimRequest(
    String path,
    Map<String, List<String>> headers,
    int[] promptIds,
    int maxTokens,
    boolean stream,
    JsonNode body) {
  /// The value of a header, or "".
  public String header(String name) {
    return headers.entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(name))
        .map(entry -> entry.getValue().getFirst())
        .findFirst()
        .orElse("");
  }

  double temperature() {
    JsonNode params = body.has("sampling_params") ? body.get("sampling_params") : body;
    return params.path("temperature").asDouble(1);
  }

  double topP() {
    JsonNode params = body.has("sampling_params") ? body.get("sampling_params") : body;
    return params.path("top_p").asDouble(1);
  }
}

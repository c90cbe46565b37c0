package dev.millrace.rollout.policy.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.rollout.policy.protocol.ContextOverflow;
import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.protocol.EngineTrouble.Kind;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Puts into words why an engine did not answer with 200.
final class Refusals {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SHOWN = 300;

  private Refusals() {}

  static EngineTrouble trouble(URI base, String path, Answer answer, String body) {
    int status = answer.status();
    String what = base + path + " answered " + status + ": " + message(body);
    if (status == 429 || status == 503) {
      Duration later = seconds(answer.header("Retry-After"));
      boolean isRefused = status == 429 || later != null;
      return new EngineTrouble(isRefused ? Kind.BUSY : Kind.UNAVAILABLE, what, later);
    }
    if (isOverflow(body)) {
      return new EngineTrouble(Kind.CONTEXT, what);
    }
    return new EngineTrouble(status >= 500 ? Kind.FAILED : Kind.REFUSED, what);
  }

  private static boolean isOverflow(String body) {
    try {
      return ContextOverflow.isSaidBy(message(body))
          || ContextOverflow.isSaidBy(JSON.readTree(body).path("error").path("type").asText());
    } catch (JsonProcessingException e) {
      // No JSON: its words were looked at.
      return false;
    }
  }

  /// The engine's own words out of its JSON. Validation errors of some servers repeat the input, so
  /// of these only message and place are taken.
  private static String message(String body) {
    try {
      JsonNode root = JSON.readTree(body);
      JsonNode error = root.path("error");
      for (JsonNode node : new JsonNode[] {error.path("message"), error, root.path("message")}) {
        if (node.isTextual()) {
          return EngineHttp.cut(node.asText(), SHOWN);
        }
      }
      JsonNode detail = root.path("detail");
      if (detail.isTextual()) {
        return EngineHttp.cut(detail.asText(), SHOWN);
      }
      if (detail.isArray() && !detail.isEmpty()) {
        return detail.get(0).path("msg").asText() + " at " + detail.get(0).path("loc");
      }
      return root.isObject() || root.isArray() ? "no message" : EngineHttp.cut(body, SHOWN);
    } catch (JsonProcessingException e) {
      // No JSON: then the first characters say what there is to say.
      return EngineHttp.cut(body, SHOWN);
    }
  }

  private static @Nullable Duration seconds(@Nullable String header) {
    if (header == null || !header.matches("[0-9]{1,6}")) {
      return null;
    }
    return Duration.ofSeconds(Long.parseLong(header));
  }
}

package dev.millrace.rollout.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// An agent's side of the wire.
record Client(HttpClient http, URI base, String key) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Client of(GatewaySession session) {
    return new Client(HttpClient.newHttpClient(), session.baseUrl().resolve("/"), session.key());
  }

  Client withKey(String other) {
    return new Client(http, base, other);
  }

  Client at(URI other) {
    return new Client(http, URI.create(other + "/"), "placeholder");
  }

  record Reply(int status, String body) {
    JsonNode json() {
      return parse(body);
    }

    /// The data of the events, without the `[DONE]` of OpenAI.
    List<JsonNode> events() {
      List<JsonNode> events = new ArrayList<>();
      for (String line : body.split("\n", -1)) {
        if (line.startsWith("data: ") && !line.equals("data: [DONE]")) {
          events.add(parse(line.substring("data: ".length())));
        }
      }
      return events;
    }

    /// The names of the events, or of their types.
    List<String> names() {
      return events().stream().map(event -> event.path("type").asText()).toList();
    }

    String joined(String pointer) {
      StringBuilder text = new StringBuilder();
      events().forEach(event -> text.append(event.at(pointer).asText("")));
      return text.toString();
    }
  }

  /// A text as JSON.
  static String quoted(String text) {
    return JSON.getNodeFactory().textNode(text).toString();
  }

  static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException("no JSON: " + text, e);
    }
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(Duration.ofSeconds(60))
        .header("authorization", "Bearer " + key)
        .header("content-type", "application/json");
  }

  Reply post(String path, String body) {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  Reply get(String path) {
    return send(request(path).GET().build());
  }

  Reply send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

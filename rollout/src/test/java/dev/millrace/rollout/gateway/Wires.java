package dev.millrace.rollout.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.gateway.Client.Reply;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;

/// The endpoints that read a conversation, and how each tells an error.
enum Wires {
  CHAT("/v1/chat/completions"),
  COMPLETIONS("/v1/completions"),
  RESPONSES("/v1/responses"),
  MESSAGES("/v1/messages"),
  COUNT("/v1/messages/count_tokens");

  final String path;

  Wires(String path) {
    this.path = path;
  }

  /// Why a request gets no answer.
  enum Told {
    KEY(401, "invalid_request_error", "invalid_api_key", "authentication_error"),
    MODEL(404, "invalid_request_error", "model_not_found", "not_found_error"),
    SIZE(413, "invalid_request_error", "request_too_large", "request_too_large"),
    ENGINE(502, "server_error", "engine_failed", "api_error");

    private final int status;
    private final String type;
    private final String code;
    private final String anthropicType;

    Told(int status, String type, String code, String anthropicType) {
      this.status = status;
      this.type = type;
      this.code = code;
      this.anthropicType = anthropicType;
    }
  }

  /// A body that each of them can read.
  static String body(String more) {
    return ChatTest.ask(",\"max_tokens\":99,\"input\":\"Hi\",\"prompt\":\"Hi\"" + more);
  }

  Reply post(Client client, String more) {
    return client.post(path, body(more));
  }

  HttpRequest stream(Client client) {
    return client.request(path).POST(BodyPublishers.ofString(body(",\"stream\":true"))).build();
  }

  /// What a stream says again and again.
  String sign() {
    return this == MESSAGES ? "event: ping\n" : ": keep-alive\n\n";
  }

  /// Holds a refusal against the dialect's own form, member by member.
  ///
  /// @return its message
  String refused(Reply reply, Told told) {
    assertEquals(told.status, reply.status(), this + " " + reply.body());
    JsonNode error = reply.json();
    String message = error.at("/error/message").asText();
    assertEquals(Client.parse(errorText(message, told)), error);
    return message;
  }

  /// The data of an error.
  private String errorText(String message, Told told) {
    String quoted = Client.quoted(message);
    return this == MESSAGES || this == COUNT
        ? "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":%s}}"
            .formatted(told.anthropicType, quoted)
        : "{\"error\":{\"message\":%s,\"type\":\"%s\",\"param\":null,\"code\":\"%s\"}}"
            .formatted(quoted, told.type, told.code);
  }

  /// Holds the end of a stream that an engine broke off.
  void brokeOff(Reply reply, String message) {
    assertEquals(200, reply.status(), reply.body());
    String error = errorText(message, Told.ENGINE);
    switch (this) {
      case CHAT, COMPLETIONS ->
          assertTrue(
              reply.body().endsWith("\n\ndata: " + error + "\n\ndata: [DONE]\n\n"), reply.body());
      case MESSAGES ->
          assertTrue(
              reply.body().endsWith("\n\nevent: error\ndata: " + error + "\n\n"), reply.body());
      case RESPONSES -> failed(reply, message);
      case COUNT -> throw new AssertionError("counting has no stream");
    }
  }

  private static void failed(Reply reply, String message) {
    List<JsonNode> events = reply.events();
    JsonNode last = events.getLast();
    assertTrue(reply.body().contains("event: response.failed\ndata: " + last + "\n\n"));
    assertTrue(reply.body().endsWith("data: " + last + "\n\n"), reply.body());
    assertEquals(events.size() - 1, last.path("sequence_number").asInt());
    assertEquals("response.failed", last.path("type").asText());
    assertEquals("failed", last.at("/response/status").asText());
    assertEquals(
        Client.parse("{\"code\":\"server_error\",\"message\":" + Client.quoted(message) + "}"),
        last.at("/response/error"));
  }
}

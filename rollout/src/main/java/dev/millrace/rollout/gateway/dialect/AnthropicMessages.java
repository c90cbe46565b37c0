package dev.millrace.rollout.gateway.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.gateway.ask.Problem;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.List;

/// Reads the conversation of a Messages request: content is a text or blocks.
final class AnthropicMessages {
  private AnthropicMessages() {}

  static List<Message> read(JsonNode request) {
    if (!request.path("messages").isArray() || request.path("messages").isEmpty()) {
      throw Problem.invalid("\"messages\" has to be an array of at least one message");
    }
    Transcript transcript = new Transcript();
    if (!Json.isAbsent(request.path("system"))) {
      transcript.system(systemText(request.path("system")));
    }
    for (JsonNode message : request.path("messages")) {
      String role = Json.required(message, "role", "a message");
      JsonNode content = message.path("content");
      switch (role) {
        case "system" -> transcript.system(Contents.text(content));
        case "user" -> user(content, transcript);
        case "assistant" -> assistant(content, transcript);
        default -> throw Problem.invalid("a message is of role \"" + role + "\"");
      }
    }
    return transcript.messages();
  }

  /// The blocks of a system prompt are paragraphs.
  private static String systemText(JsonNode system) {
    if (!system.isArray()) {
      return Contents.text(system);
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode block : system) {
      text.append(text.isEmpty() ? "" : "\n\n").append(Json.optional(block, "text"));
    }
    return text.toString();
  }

  private static void user(JsonNode content, Transcript transcript) {
    if (!content.isArray()) {
      transcript.user(Contents.text(content));
      return;
    }
    StringBuilder text = new StringBuilder();
    boolean hasText = false;
    for (JsonNode block : content) {
      if (block.path("type").asText("").equals("tool_result")) {
        transcript.result(
            Json.required(block, "tool_use_id", "a tool_result block"), null, resultText(block));
      } else {
        text.append(text.isEmpty() ? "" : "\n\n").append(Contents.text(Json.array().add(block)));
        hasText = true;
      }
    }
    if (hasText || content.isEmpty()) {
      transcript.user(text.toString());
    }
  }

  private static String resultText(JsonNode block) {
    return Contents.text(block.path("content"));
  }

  private static void assistant(JsonNode content, Transcript transcript) {
    if (!content.isArray()) {
      transcript.assistant(Contents.text(content), null, List.of());
      return;
    }
    transcript.assistant("", null, List.of());
    for (JsonNode block : content) {
      String type = Json.required(block, "type", "a content block");
      switch (type) {
        case "text" -> transcript.assistant(Json.optional(block, "text"), null, List.of());
        case "thinking" -> transcript.assistant("", Json.optional(block, "thinking"), List.of());
        // Nobody but its maker can read it, and this gateway makes none.
        case "redacted_thinking" -> {}
        case "tool_use" -> transcript.assistant("", null, List.of(call(block)));
        default ->
            throw Problem.invalid(
                "a content block of the assistant is of type \"" + type + "\", which is not known");
      }
    }
  }

  private static ToolCall call(JsonNode block) {
    String name = Json.required(block, "name", "a tool_use block");
    JsonNode input = block.path("input");
    JsonNode raw = input.path(MessagesWriter.RAW_INPUT);
    String arguments =
        input.size() == 1 && raw.isTextual() ? raw.textValue() : Json.text(orEmpty(input));
    return new ToolCall(Json.required(block, "id", "a tool_use block"), name, arguments);
  }

  private static JsonNode orEmpty(JsonNode input) {
    return Json.isAbsent(input) ? Json.object() : input;
  }
}

package dev.millrace.rollout.task.rows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads what an agent is told, out of the forms that trainers keep it in. Every problem is an
/// [IllegalArgumentException].
final class Prompts {
  static final List<String> TEXTS = List.of("question", "prompt", "problem");
  static final List<String> CHATS = List.of("messages", "raw_prompt", "responses_create_params");

  private static final Set<String> ROLES = Set.of("system", "developer", "user");
  private static final Set<String> PARTS = Set.of("text", "input_text");

  private Prompts() {}

  /// The instruction of a row. Where it is there as a conversation and as a text, the conversation
  /// counts, for it has the system prompt.
  static String in(JsonNode row) {
    for (String key : CHATS) {
      if (row.has(key)) {
        JsonNode chat =
            key.equals("responses_create_params") ? row.get(key).path("input") : row.get(key);
        return text(chat, key);
      }
    }
    if (row.path("prompt").isArray()) {
      return text(row.get("prompt"), "prompt");
    }
    List<String> used = TEXTS.stream().filter(row::has).toList();
    if (used.size() != 1) {
      throw new IllegalArgumentException(
          "expected exactly one of " + TEXTS + ", found " + (used.isEmpty() ? "none" : used));
    }
    return text(row.get(used.getFirst()), used.getFirst());
  }

  /// A text, or a conversation of one side: system prompts and what the user says, with an empty
  /// line between.
  static String text(JsonNode prompt, String place) {
    if (!prompt.isArray()) {
      String text = prompt.asText();
      if (!prompt.isValueNode() || prompt.isNull() || text.isBlank()) {
        throw new IllegalArgumentException(
            place + ": expected a string or a number, not empty, or messages, found " + prompt);
      }
      return text;
    }
    List<String> said = new ArrayList<>();
    for (JsonNode message : prompt) {
      String role = message.path("role").asText();
      if (!ROLES.contains(role)) {
        throw new IllegalArgumentException(
            place
                + ": expected messages of system and user alone, found the role \""
                + role
                + "\"; conversations that have begun are not read");
      }
      said.add(content(message.path("content"), place));
    }
    if (said.stream().allMatch(String::isBlank)) {
      throw new IllegalArgumentException(place + ": expected messages, found none with a text");
    }
    return String.join("\n\n", said);
  }

  private static String content(JsonNode content, String place) {
    if (content.isTextual()) {
      return content.asText();
    }
    List<String> parts = new ArrayList<>();
    for (JsonNode part : content) {
      if (!PARTS.contains(part.path("type").asText())) {
        throw new IllegalArgumentException(
            place + ": expected parts of type text, found " + part.path("type"));
      }
      parts.add(part.path("text").asText());
    }
    return String.join("\n", parts);
  }
}

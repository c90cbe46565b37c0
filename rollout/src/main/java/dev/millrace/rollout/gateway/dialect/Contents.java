package dev.millrace.rollout.gateway.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.gateway.ask.Problem;

/// Message content: a text, or parts of which only texts can be read.
final class Contents {
  private Contents() {}

  /// The text of a content.
  ///
  /// @throws Problem when a part is an image, a sound or a file
  static String text(JsonNode content) {
    if (Json.isAbsent(content)) {
      return "";
    }
    if (content.isTextual()) {
      return content.textValue();
    }
    if (!content.isArray()) {
      throw Problem.invalid("\"content\" is " + Json.kind(content) + ", not a string or an array");
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      text.append(part(part));
    }
    return text.toString();
  }

  private static String part(JsonNode part) {
    if (part.isTextual()) {
      return part.textValue();
    }
    String type = Json.required(part, "type", "a content part");
    return switch (type) {
      case "text", "input_text", "output_text", "summary_text", "reasoning_text" ->
          Json.required(part, "text", "a content part of type " + type);
      case "refusal" -> Json.optional(part, "refusal");
      // A reference to a tool carries no text of its own.
      case "tool_reference" -> Json.optional(part, "tool_name");
      default ->
          throw Problem.invalid(
              "a content part is of type \"" + type + "\"; the model reads text only");
    };
  }
}

package dev.millrace.rollout.gateway.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.gateway.ask.ToolChoice;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.List;

/// Tools whose calls are no JSON objects on the wire, as the model sees them.
final class ToolForms {
  private static final String FREE_INPUT =
      "{\"type\":\"object\",\"properties\":{\"input\":{\"type\":\"string\"}},"
          + "\"required\":[\"input\"]}";

  private ToolForms() {}

  /// A custom tool takes a free text; the model writes it as `input`.
  static ToolSpec custom(JsonNode tool) {
    return new ToolSpec(
        Json.required(tool, "name", "a custom tool"),
        Json.optional(tool, "description"),
        FREE_INPUT);
  }

  static String wrapped(String input) {
    ObjectNode arguments = Json.object();
    arguments.put("input", input);
    return Json.text(arguments);
  }

  /// The free text of a call, or the arguments as they are where there is none.
  static String unwrapped(String argumentsJson) {
    JsonNode arguments = Json.parsed(argumentsJson);
    return arguments != null && arguments.path("input").isTextual()
        ? arguments.path("input").textValue()
        : argumentsJson;
  }

  /// What the model sees of the tools: nothing where it may not call any.
  static List<ToolSpec> shown(List<ToolSpec> tools, ToolChoice choice) {
    return choice.most() == 0 ? List.of() : tools;
  }
}

package dev.millrace.rollout.gateway.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.gateway.ask.Problem;
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

  /// A choice of a tool that is not offered can never be met.
  static void checkOffered(List<ToolSpec> tools, String name) {
    if (!name.isEmpty() && tools.stream().noneMatch(tool -> tool.name().equals(name))) {
      throw Problem.invalid(
          "\"tool_choice\" names the tool " + name + ", which is not in \"tools\"");
    }
  }
}

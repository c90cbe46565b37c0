package dev.millrace.rollout.gateway.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.gateway.ask.Problem;
import dev.millrace.rollout.gateway.ask.ToolChoice;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.List;

/// Reads `tool_choice` and what stands beside it.
final class ToolChoices {
  private static final String FIELD = "\"tool_choice\"";

  private ToolChoices() {}

  /// Chat completions' and Responses'.
  static ToolChoice openAi(JsonNode request, List<ToolSpec> tools) {
    ToolChoice choice = openAiChoice(request.path("tool_choice"), tools);
    boolean isParallel =
        Json.isAbsent(request.path("parallel_tool_calls"))
            || Json.flag(request, "parallel_tool_calls");
    return isParallel ? choice : choice.single();
  }

  private static ToolChoice openAiChoice(JsonNode choice, List<ToolSpec> tools) {
    if (Json.isAbsent(choice)) {
      return ToolChoice.AUTO;
    }
    if (choice.isTextual()) {
      return word(choice.textValue(), "required", tools);
    }
    if (!choice.isObject()) {
      throw Problem.invalid(FIELD + " is " + Json.kind(choice) + ", not a string or an object");
    }
    String type = Json.required(choice, "type", FIELD);
    return switch (type) {
      case "function", "custom" -> {
        JsonNode inner = choice.path(type).isObject() ? choice.path(type) : choice;
        yield named(Json.required(inner, "name", FIELD), tools);
      }
      case ResponsesTools.LOCAL_SHELL -> named(type, tools);
      case "allowed_tools" ->
          throw Problem.invalid(
              FIELD + " of type allowed_tools is not supported; leave the others out of \"tools\"");
      default -> {
        HostedTools.refuseForced(choice);
        throw Problem.invalid(FIELD + " is of type \"" + type + "\", which nobody knows");
      }
    };
  }

  /// The older `function_call` of chat completions.
  static ToolChoice function(JsonNode choice, List<ToolSpec> tools) {
    if (choice.isTextual()) {
      return word(choice.textValue(), "required", tools);
    }
    return named(Json.required(choice, "name", "\"function_call\""), tools);
  }

  /// Messages'.
  static ToolChoice messages(JsonNode choice, List<ToolSpec> tools) {
    if (Json.isAbsent(choice)) {
      return ToolChoice.AUTO;
    }
    String type = Json.required(choice, "type", FIELD);
    ToolChoice read;
    if (type.equals("tool")) {
      String name = Json.required(choice, "name", FIELD);
      if (!isOffered(name, tools)) {
        HostedTools.refuseForced(choice);
      }
      read = named(name, tools);
    } else {
      read = word(type, "any", tools);
    }
    return Json.flag(choice, "disable_parallel_tool_use") ? read.single() : read;
  }

  private static ToolChoice word(String word, String required, List<ToolSpec> tools) {
    if (word.equals("auto")) {
      return ToolChoice.AUTO;
    }
    if (word.equals("none")) {
      return ToolChoice.NONE;
    }
    if (!word.equals(required)) {
      throw Problem.invalid(
          FIELD + " is \"" + word + "\"; it can be auto, none, " + required + " or name a tool");
    }
    if (tools.isEmpty()) {
      throw Problem.invalid(FIELD + " requires a call, but \"tools\" offers none that can be made");
    }
    return ToolChoice.REQUIRED;
  }

  /// A choice of a tool that is not offered can never be met.
  private static ToolChoice named(String name, List<ToolSpec> tools) {
    if (!isOffered(name, tools)) {
      throw Problem.invalid(FIELD + " names the tool " + name + ", which is not in \"tools\"");
    }
    return ToolChoice.named(name);
  }

  private static boolean isOffered(String name, List<ToolSpec> tools) {
    return tools.stream().anyMatch(tool -> tool.name().equals(name));
  }
}

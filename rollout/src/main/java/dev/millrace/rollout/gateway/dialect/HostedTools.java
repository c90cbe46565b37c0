package dev.millrace.rollout.gateway.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.gateway.ask.Problem;
import java.util.List;
import java.util.Locale;

/// Tools that a vendor runs on its own machines: they would get round the sandbox's network, and no
/// vendor is here. Many agents declare some by habit, so a declaration is left out and counted; a
/// request that cannot be answered without one is refused.
final class HostedTools {
  private static final List<String> KNOWN =
      List.of(
          "web_search",
          "web_fetch",
          "code_interpreter",
          "code_execution",
          "file_search",
          "computer",
          "image_generation",
          "mcp",
          "tool_search",
          "advisor");

  private HostedTools() {}

  /// The name to count it under.
  ///
  /// @throws Problem when the type is none that is known
  static String declared(String type) {
    for (String known : KNOWN) {
      if (type.startsWith(known)) {
        return known;
      }
    }
    throw Problem.invalid("a tool is of type \"" + type + "\", which nobody knows");
  }

  static boolean isKnown(String type) {
    return KNOWN.stream().anyMatch(type::startsWith);
  }

  /// @param choice the request's `tool_choice`
  static void refuseForced(JsonNode choice) {
    String type = choice.path("type").asText("");
    String name = choice.path("name").asText("");
    if (isKnown(type) || (type.equals("tool") && isKnown(name.toLowerCase(Locale.ROOT)))) {
      throw Problem.invalid(
          "\"tool_choice\" asks for the hosted tool "
              + (isKnown(type) ? type : name)
              + "; the sandbox has no hosted tools");
    }
  }
}

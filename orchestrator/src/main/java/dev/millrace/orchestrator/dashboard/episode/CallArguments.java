package dev.millrace.orchestrator.dashboard.episode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.StringJoiner;

/// The arguments of a call for a reader.
final class CallArguments {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CallArguments() {}

  /// One argument per line, texts as they are; what is no JSON object is shown as it was written.
  static String readable(ToolCall call) {
    JsonNode arguments;
    try {
      arguments = JSON.readTree(call.argumentsJson());
    } catch (JsonProcessingException _) {
      return call.argumentsJson();
    }
    if (!arguments.isObject()) {
      return call.argumentsJson();
    }
    StringJoiner lines = new StringJoiner("\n");
    arguments
        .properties()
        .forEach(
            argument -> {
              JsonNode value = argument.getValue();
              String text = value.isTextual() ? value.textValue() : value.toString();
              boolean isLong = text.indexOf('\n') >= 0;
              lines.add(
                  argument.getKey()
                      + (isLong
                          ? ":\n  " + text.stripTrailing().replace("\n", "\n  ")
                          : ": " + text));
            });
    return lines.toString();
  }
}

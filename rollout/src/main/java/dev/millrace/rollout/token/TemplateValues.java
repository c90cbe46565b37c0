package dev.millrace.rollout.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/// Messages and tools in the shape that chat templates expect: OpenAI's.
final class TemplateValues {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<LinkedHashMap<String, Object>> OBJECT =
      new TypeReference<>() {};

  private TemplateValues() {}

  static Map<String, Object> message(Message message) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("role", role(message));
    value.put("content", message.content());
    switch (message) {
      case Message.Assistant(_, var reasoning, var calls) -> {
        if (reasoning != null) {
          value.put("reasoning_content", reasoning);
        }
        if (!calls.isEmpty()) {
          value.put("tool_calls", calls.stream().map(TemplateValues::call).toList());
        }
      }
      case Message.ToolResult(String callId, String name, _) -> {
        value.put("tool_call_id", callId);
        value.put("name", name);
      }
      case Message.SystemPrompt _, Message.User _ -> {}
    }
    return value;
  }

  private static String role(Message message) {
    return switch (message) {
      case Message.SystemPrompt _ -> "system";
      case Message.User _ -> "user";
      case Message.Assistant _ -> "assistant";
      case Message.ToolResult _ -> "tool";
    };
  }

  /// Arguments stay text: only so do they render exactly as they were written.
  private static Map<String, Object> call(ToolCall call) {
    Map<String, Object> function = new LinkedHashMap<>();
    function.put("name", call.name());
    function.put("arguments", call.argumentsJson());
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("id", call.id());
    value.put("type", "function");
    value.put("function", function);
    return value;
  }

  static Map<String, Object> tool(ToolSpec tool) {
    Map<String, Object> function = new LinkedHashMap<>();
    function.put("name", tool.name());
    function.put("description", tool.description());
    function.put("parameters", object(tool));
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("type", "function");
    value.put("function", function);
    return value;
  }

  private static Map<String, Object> object(ToolSpec tool) {
    try {
      return JSON.readValue(tool.parametersJson(), OBJECT);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the parameters of tool " + tool.name() + " are no JSON object", e);
    }
  }
}

package dev.millrace.rollout.policy.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.List;

/// Messages and tools as OpenAI writes them.
final class ChatJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ChatJson() {}

  static String messages(List<Message> messages) {
    ArrayNode list = JSON.createArrayNode();
    messages.forEach(message -> list.add(message(message)));
    return list.toString();
  }

  private static ObjectNode message(Message message) {
    ObjectNode node = JSON.createObjectNode();
    switch (message) {
      case Message.SystemPrompt system ->
          node.put("role", "system").put("content", system.content());
      case Message.User user -> node.put("role", "user").put("content", user.content());
      case Message.Assistant assistant -> assistant(assistant, node);
      case Message.ToolResult result ->
          node.put("role", "tool")
              .put("tool_call_id", result.callId())
              .put("content", result.content());
    }
    return node;
  }

  private static void assistant(Message.Assistant assistant, ObjectNode node) {
    node.put("role", "assistant").put("content", assistant.content());
    if (assistant.toolCalls().isEmpty()) {
      return;
    }
    ArrayNode calls = node.putArray("tool_calls");
    for (ToolCall call : assistant.toolCalls()) {
      calls
          .addObject()
          .put("id", call.id())
          .put("type", "function")
          .putObject("function")
          .put("name", call.name())
          .put("arguments", call.argumentsJson());
    }
  }

  static String tools(List<ToolSpec> tools) {
    ArrayNode list = JSON.createArrayNode();
    for (ToolSpec tool : tools) {
      list.addObject()
          .put("type", "function")
          .putObject("function")
          .put("name", tool.name())
          .put("description", tool.description())
          .set("parameters", schema(tool));
    }
    return list.toString();
  }

  private static JsonNode schema(ToolSpec tool) {
    try {
      return JSON.readTree(tool.parametersJson());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the parameters of tool " + tool.name() + " are no JSON", e);
    }
  }
}

package dev.millrace.datasets.build;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.Thinking;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolSpec;
import dev.millrace.rollout.trajectory.Turn;
import java.util.List;

/// Messages and tools as trainers read them: one JSON text each, in OpenAI's form, with a call's
/// arguments as the object itself, because chat templates walk over it. Arguments that are no
/// object, as a policy may write them, stay the text they are.
final class ChatJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ChatJson() {}

  static List<String> messages(List<Message> messages) {
    return messages.stream().map(ChatJson::message).toList();
  }

  static String message(Message message) {
    ObjectNode node = MAPPER.createObjectNode();
    switch (message) {
      case Message.SystemPrompt(String content) ->
          node.put("role", "system").put("content", content);
      case Message.User(String content) -> node.put("role", "user").put("content", content);
      case Message.ToolResult(String callId, String name, String content) ->
          node.put("role", "tool")
              .put("tool_call_id", callId)
              .put("name", name)
              .put("content", content);
      case Message.Assistant assistant -> fill(node, assistant);
    }
    return node.toString();
  }

  static List<String> tools(List<ToolSpec> tools) {
    return tools.stream().map(ChatJson::tool).toList();
  }

  private static void fill(ObjectNode node, Message.Assistant message) {
    node.put("role", "assistant").put("content", message.content());
    if (message.reasoning() != null) {
      node.put("reasoning_content", message.reasoning());
    }
    if (!message.toolCalls().isEmpty()) {
      ArrayNode calls = node.putArray("tool_calls");
      for (ToolCall call : message.toolCalls()) {
        ObjectNode function =
            calls.addObject().put("id", call.id()).put("type", "function").putObject("function");
        function.put("name", call.name()).set("arguments", object(call.argumentsJson()));
      }
    }
  }

  private static JsonNode object(String text) {
    try {
      JsonNode parsed = MAPPER.readTree(text);
      return parsed.isObject() ? parsed : MAPPER.getNodeFactory().textNode(text);
    } catch (JsonProcessingException _) {
      return MAPPER.getNodeFactory().textNode(text); // A malformed call is data, too.
    }
  }

  private static String tool(ToolSpec tool) {
    ObjectNode node = MAPPER.createObjectNode().put("type", "function");
    node.putObject("function")
        .put("name", tool.name())
        .put("description", tool.description())
        .set("parameters", object(tool.parametersJson()));
    return node.toString();
  }

  /// The sampled turns of a chain, by their place in its response.
  static List<String> turns(Chain chain) {
    return chain.branch().turns().stream()
        .filter(turn -> turn.modelCall() != null)
        .map(turn -> turn(turn, chain.promptLength()))
        .toList();
  }

  private static String turn(Turn turn, int from) {
    ObjectNode node =
        MAPPER.createObjectNode().put("start", turn.start() - from).put("end", turn.end() - from);
    Thinking thinking = turn.thinking();
    if (thinking == null) {
      node.putNull("thinking");
    } else {
      node.putObject("thinking")
          .put("on", thinking.on())
          .put("past_visible", thinking.pastVisible())
          .put("mode", CommonColumns.lower(thinking.mode()));
    }
    return node.toString();
  }

  static String numbers(double[] values) {
    ArrayNode array = MAPPER.createArrayNode();
    for (double value : values) {
      array.add(value);
    }
    return array.toString();
  }
}

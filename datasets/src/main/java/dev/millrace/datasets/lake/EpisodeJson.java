package dev.millrace.datasets.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The JSON columns: messages and tools in OpenAI's form, the rest in plain objects. Object keys
/// keep one order, so that equal records have equal texts.
final class EpisodeJson {
  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private EpisodeJson() {}

  static <T> String array(List<T> items, BiConsumer<ObjectNode, T> fill) {
    ArrayNode array = MAPPER.createArrayNode();
    items.forEach(item -> fill.accept(array.addObject(), item));
    return array.toString();
  }

  static <T> List<T> items(String json, Function<JsonNode, T> read) {
    List<T> items = new ArrayList<>();
    parse(json).forEach(node -> items.add(read.apply(node)));
    return items;
  }

  static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new LakeException("a JSON column does not hold JSON: " + e.getOriginalMessage(), e);
    }
  }

  static String strings(Map<String, String> map) {
    ObjectNode node = MAPPER.createObjectNode();
    new TreeMap<>(map).forEach(node::put);
    return node.toString();
  }

  static Map<String, String> strings(JsonNode node) {
    Map<String, String> map = new TreeMap<>();
    node.properties().forEach(e -> map.put(e.getKey(), e.getValue().textValue()));
    return map;
  }

  static @Nullable String textOrNull(JsonNode node, String field) {
    JsonNode value = node.get(field);
    return value == null || value.isNull() ? null : value.textValue();
  }

  static @Nullable Integer intOrNull(JsonNode node, String field) {
    JsonNode value = node.get(field);
    return value == null || value.isNull() ? null : (Integer) value.intValue();
  }

  static void fill(ObjectNode to, Message message) {
    switch (message) {
      case Message.SystemPrompt(String content) -> to.put("role", "system").put("content", content);
      case Message.User(String content) -> to.put("role", "user").put("content", content);
      case Message.ToolResult(String callId, String name, String content) ->
          to.put("role", "tool")
              .put("tool_call_id", callId)
              .put("name", name)
              .put("content", content);
      case Message.Assistant(String content, String reasoning, List<ToolCall> calls) -> {
        to.put("role", "assistant").put("content", content);
        if (reasoning != null) {
          to.put("reasoning_content", reasoning);
        }
        if (!calls.isEmpty()) {
          ArrayNode array = to.putArray("tool_calls");
          calls.forEach(call -> fill(array.addObject(), call));
        }
      }
    }
  }

  private static void fill(ObjectNode to, ToolCall call) {
    to.put("id", call.id()).put("type", "function");
    to.putObject("function").put("name", call.name()).put("arguments", call.argumentsJson());
  }

  static Message message(JsonNode node) {
    String content = node.path("content").asText();
    return switch (node.path("role").asText()) {
      case "system" -> new Message.SystemPrompt(content);
      case "user" -> new Message.User(content);
      case "tool" ->
          new Message.ToolResult(
              node.path("tool_call_id").asText(), node.path("name").asText(), content);
      case "assistant" -> {
        List<ToolCall> calls = new ArrayList<>();
        for (JsonNode call : node.path("tool_calls")) {
          JsonNode function = call.path("function");
          calls.add(
              new ToolCall(
                  call.path("id").asText(),
                  function.path("name").asText(),
                  function.path("arguments").asText()));
        }
        yield new Message.Assistant(content, textOrNull(node, "reasoning_content"), calls);
      }
      default -> throw new LakeException("a message has the role " + node.path("role"), null);
    };
  }

  static void fill(ObjectNode to, ToolSpec tool) {
    to.put("type", "function");
    to.putObject("function")
        .put("name", tool.name())
        .put("description", tool.description())
        .set("parameters", parse(tool.parametersJson()));
  }

  static ToolSpec tool(JsonNode node) {
    JsonNode function = node.path("function");
    return new ToolSpec(
        function.path("name").asText(),
        function.path("description").asText(),
        function.path("parameters").toString());
  }
}

package dev.millrace.rollout.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.rollout.template.Template;
import dev.millrace.rollout.template.TemplateException;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Messages as one chat template wants them: OpenAI's shape, in which templates differ by two
/// points.
///
/// @param arguments whether calls' arguments are text or a mapping
/// @param reasoningField the message key of reasoning, or null where the template has none and
///     reasoning stands in the content between `<think>` tags
record MessageShape(Arguments arguments, @Nullable String reasoningField) {
  // Python reads any number; so do we.
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final TypeReference<LinkedHashMap<String, Object>> OBJECT =
      new TypeReference<>() {};
  private static final String PROBE = "{\"zq\":  \"probe\"}";
  private static final ToolCall PROBE_CALL = new ToolCall("call_0", "probe", PROBE);

  enum Arguments {
    TEXT,
    MAPPING
  }

  /// Finds out by rendering, and by what the source mentions.
  static MessageShape of(String source, Template template, Map<String, String> specialTokens) {
    String field = reasoningField(source);
    MessageShape text = new MessageShape(Arguments.TEXT, field);
    // Text is better where the template writes it as it stands: no number or space changes.
    return text.writes(template, specialTokens) ? text : new MessageShape(Arguments.MAPPING, field);
  }

  private static @Nullable String reasoningField(String source) {
    if (source.contains("reasoning_content")) {
      return "reasoning_content";
    }
    if (source.contains("message.thinking") || source.contains("\"thinking\" in message")) {
      return "thinking";
    }
    return source.contains("message.reasoning") ? "reasoning" : null;
  }

  private boolean writes(Template template, Map<String, String> specialTokens) {
    Map<String, @Nullable Object> variables = new LinkedHashMap<>(specialTokens);
    variables.put(
        "messages",
        List.of(
            message(new Message.User("u")),
            message(new Message.Assistant("", null, List.of(PROBE_CALL)))));
    variables.put("tools", null);
    variables.put("add_generation_prompt", false);
    try {
      return template.render(variables).contains(PROBE);
    } catch (TemplateException e) {
      return false;
    }
  }

  Map<String, Object> message(Message message) {
    Map<String, Object> value = new LinkedHashMap<>();
    switch (message) {
      case Message.SystemPrompt(String content) -> plain(value, "system", content);
      case Message.User(String content) -> plain(value, "user", content);
      case Message.Assistant turn -> assistant(value, turn);
      case Message.ToolResult(String callId, String name, String content) -> {
        plain(value, "tool", content);
        value.put("tool_call_id", callId);
        value.put("name", name);
      }
    }
    return value;
  }

  private static void plain(Map<String, Object> value, String role, String content) {
    value.put("role", role);
    value.put("content", content);
  }

  /// Content is never null, and what is absent is left out: templates write `None` for either.
  private void assistant(Map<String, Object> value, Message.Assistant turn) {
    String reasoning = turn.reasoning();
    if (reasoning != null && reasoningField == null) {
      plain(value, "assistant", "<think>\n" + reasoning + "\n</think>\n\n" + turn.content());
    } else {
      plain(value, "assistant", turn.content());
      if (reasoning != null && reasoningField != null) {
        value.put(reasoningField, reasoning);
      }
    }
    if (!turn.toolCalls().isEmpty()) {
      value.put("tool_calls", turn.toolCalls().stream().map(this::call).toList());
    }
  }

  private Map<String, Object> call(ToolCall call) {
    Map<String, Object> function = new LinkedHashMap<>();
    function.put("name", call.name());
    function.put(
        "arguments",
        arguments == Arguments.TEXT ? call.argumentsJson() : mapping(call.argumentsJson()));
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("id", call.id());
    value.put("type", "function");
    value.put("function", function);
    return value;
  }

  /// Arguments that are no object are shown under the one key `malformed`.
  private static Map<String, Object> mapping(String argumentsJson) {
    try {
      Map<String, Object> read = JSON.readValue(argumentsJson, OBJECT);
      return read == null ? Map.of("malformed", argumentsJson) : read;
    } catch (JsonProcessingException e) {
      return Map.of("malformed", argumentsJson);
    }
  }
}

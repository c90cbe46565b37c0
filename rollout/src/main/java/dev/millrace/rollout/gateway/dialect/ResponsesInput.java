package dev.millrace.rollout.gateway.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.gateway.ask.Problem;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the input items of a Responses request as a conversation.
final class ResponsesInput {
  private ResponsesInput() {}

  /// @param isRest whether the request only holds what follows an earlier answer
  static List<Message> read(JsonNode request, boolean isRest) {
    Transcript transcript = new Transcript(isRest);
    String instructions = Json.textOrNull(request, "instructions");
    if (instructions != null && !instructions.isEmpty()) {
      transcript.head(instructions);
    }
    JsonNode input = request.path("input");
    if (input.isTextual()) {
      transcript.user(input.textValue());
    } else if (input.isArray()) {
      input.forEach(item -> item(item, transcript));
    } else {
      throw Problem.invalid("\"input\" is " + Json.kind(input) + ", not a string or an array");
    }
    List<Message> messages = transcript.messages();
    if (messages.isEmpty()) {
      throw Problem.invalid("\"input\" holds no message");
    }
    return messages;
  }

  private static void item(JsonNode item, Transcript transcript) {
    String type = item.has("type") ? Json.required(item, "type", "an input item") : "message";
    switch (type) {
      case "message" -> message(item, transcript);
      case "reasoning" -> transcript.assistant("", reasoning(item), List.of());
      case "function_call" ->
          call(item, function(item), Json.optional(item, "arguments"), transcript);
      case "custom_tool_call" ->
          call(
              item,
              Json.required(item, "name", "a custom_tool_call"),
              ToolForms.wrapped(Json.optional(item, "input")),
              transcript);
      case "local_shell_call" ->
          call(item, ResponsesTools.LOCAL_SHELL, shellArguments(item), transcript);
      case "function_call_output", "custom_tool_call_output", "local_shell_call_output" ->
          transcript.result(callId(item), null, output(item.path("output")));
      case "item_reference" ->
          throw Problem.invalid(
              "an input item refers to a stored item; send the items themselves, or"
                  + " previous_response_id");
      // Notes of the client to its vendor; no part of what the model reads.
      case "compaction_trigger", "ghost_snapshot", "web_search_call", "tool_search_call" -> {}
      default ->
          throw Problem.invalid("an input item is of type \"" + type + "\", which is not known");
    }
  }

  private static void message(JsonNode item, Transcript transcript) {
    String role = Json.required(item, "role", "an input message");
    String text = Contents.text(item.path("content"));
    switch (role) {
      case "system", "developer" -> transcript.system(text);
      case "user" -> transcript.user(text);
      case "assistant" -> transcript.assistant(text, null, List.of());
      default -> throw Problem.invalid("an input message is of role \"" + role + "\"");
    }
  }

  /// The thinking that an item tells, or null when it is sealed or empty.
  private static @Nullable String reasoning(JsonNode item) {
    String text = Contents.text(item.path("content"));
    if (text.isEmpty()) {
      text = Contents.text(item.path("summary"));
    }
    return text.isEmpty() ? null : text;
  }

  private static String function(JsonNode item) {
    String name = Json.required(item, "name", "a function_call");
    return ResponsesTools.flat(Json.optional(item, "namespace"), name);
  }

  private static void call(
      JsonNode item, String name, String argumentsJson, Transcript transcript) {
    transcript.assistant("", null, List.of(new ToolCall(callId(item), name, argumentsJson)));
  }

  private static String callId(JsonNode item) {
    String id = Json.textOrNull(item, "call_id");
    return id == null ? Json.required(item, "id", "a tool call's item") : id;
  }

  private static String shellArguments(JsonNode item) {
    if (!(item.path("action") instanceof ObjectNode action)) {
      throw Problem.invalid("a local_shell_call has no \"action\"");
    }
    ObjectNode arguments = action.deepCopy();
    arguments.remove("type");
    return Json.text(arguments);
  }

  /// A text, parts, or anything else as its JSON.
  private static String output(JsonNode output) {
    return output.isObject() ? Json.text(output) : Contents.text(output);
  }
}

package dev.millrace.rollout.gateway.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.gateway.dialect.ResponsesTools.Form;
import dev.millrace.rollout.trajectory.ToolCall;

/// The output items of one response.
///
/// @param response the response's id; items are numbered after it
record ResponsesItems(String response, ResponsesTools tools) {
  String id(int index) {
    return "item_" + response + "_" + index;
  }

  ObjectNode reasoning(int index, String text) {
    ObjectNode item = Json.object();
    item.put("type", "reasoning").put("id", id(index));
    item.putArray("summary");
    item.putArray("content").addObject().put("type", "reasoning_text").put("text", text);
    item.putNull("encrypted_content");
    return item.put("status", "completed");
  }

  ObjectNode message(int index, String text) {
    ObjectNode item = Json.object();
    item.put("type", "message").put("id", id(index)).put("status", "completed");
    item.put("role", "assistant").putArray("content").add(outputText(text));
    return item;
  }

  static ObjectNode outputText(String text) {
    ObjectNode part = Json.object();
    part.put("type", "output_text").put("text", text);
    part.putArray("annotations");
    part.putArray("logprobs");
    return part;
  }

  ObjectNode call(int index, ToolCall call) {
    ObjectNode item = Json.object();
    item.put("id", id(index)).put("call_id", call.id()).put("status", "completed");
    switch (tools.form(call.name())) {
      case Form.Function(String name) ->
          item.put("type", "function_call")
              .put("name", name)
              .put("arguments", call.argumentsJson());
      case Form.Namespaced(String namespace, String name) ->
          item.put("type", "function_call")
              .put("name", name)
              .put("namespace", namespace)
              .put("arguments", call.argumentsJson());
      case Form.Custom(String name) ->
          item.put("type", "custom_tool_call")
              .put("name", name)
              .put("input", ToolForms.unwrapped(call.argumentsJson()));
      case Form.LocalShell _ -> shell(item, call.argumentsJson());
    }
    return item;
  }

  /// A call whose arguments are no object is given as a function's, for the client to refuse.
  private static void shell(ObjectNode item, String argumentsJson) {
    JsonNode arguments = Json.parsed(argumentsJson.isEmpty() ? "{}" : argumentsJson);
    if (arguments instanceof ObjectNode action) {
      item.put("type", "local_shell_call");
      item.putObject("action").put("type", "exec").setAll(action);
    } else {
      item.put("type", "function_call").put("name", ResponsesTools.LOCAL_SHELL);
      item.put("arguments", argumentsJson);
    }
  }

  boolean isFunction(String name) {
    return switch (tools.form(name)) {
      case Form.Function _, Form.Namespaced _ -> true;
      case Form.Custom _, Form.LocalShell _ -> false;
    };
  }

  boolean isCustom(String name) {
    return tools.form(name) instanceof Form.Custom;
  }
}

package dev.millrace.rollout.gateway.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.gateway.ask.Ask;
import dev.millrace.rollout.gateway.ask.Problem;
import dev.millrace.rollout.gateway.ask.ToolChoice;
import dev.millrace.rollout.gateway.dialect.DialectRequest.Delivery;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `POST /v1/chat/completions`.
final class ChatDialect implements Dialect {
  @Override
  public DialectRequest read(byte[] body) {
    JsonNode request = Json.request(body);
    OpenAi.refuseMany(request, "n");
    if (!Json.isAbsent(request.path("web_search_options"))) {
      throw Problem.invalid("\"web_search_options\": there is no hosted web search here");
    }
    List<String> hosted = new ArrayList<>();
    List<ToolSpec> tools = tools(request, hosted);
    ToolChoice choice = choice(request, tools);
    Ask ask =
        new Ask(messages(request), ToolForms.shown(tools, choice), choice, wishes(request), hosted);
    boolean isStream = Json.flag(request, "stream");
    ChatWriter.Form form =
        new ChatWriter.Form(
            Json.flag(request.path("stream_options"), "include_usage"),
            Json.flag(request, "logprobs"));
    return new DialectRequest(
        ask, isStream ? Delivery.STREAM : Delivery.WHOLE, heading -> new ChatWriter(heading, form));
  }

  @Override
  public byte[] error(Problem problem) {
    return OpenAi.error(problem);
  }

  private static Ask.Wishes wishes(JsonNode request) {
    Integer most = Json.intOrNull(request, "max_completion_tokens");
    return new Ask.Wishes(
        Json.textOrNull(request, "model"),
        null,
        most == null ? Json.intOrNull(request, "max_tokens") : most,
        Json.texts(request, "stop"),
        Json.flag(request, "logprobs"),
        ThinkingWishes.ofChat(request));
  }

  private static List<ToolSpec> tools(JsonNode request, List<String> hosted) {
    List<ToolSpec> tools = new ArrayList<>();
    for (JsonNode tool : Json.list(request, "tools")) {
      String type = Json.required(tool, "type", "a tool");
      switch (type) {
        case "function" -> tools.add(OpenAi.function(tool.path("function"), "a tool's function"));
        case "custom" -> tools.add(ToolForms.custom(tool.path("custom")));
        default -> hosted.add(HostedTools.declared(type));
      }
    }
    for (JsonNode function : Json.list(request, "functions")) {
      tools.add(OpenAi.function(function, "a function"));
    }
    return tools;
  }

  private static ToolChoice choice(JsonNode request, List<ToolSpec> tools) {
    JsonNode older = request.path("function_call");
    return Json.isAbsent(older)
        ? ToolChoices.openAi(request, tools)
        : ToolChoices.function(older, tools);
  }

  private static List<Message> messages(JsonNode request) {
    if (!request.path("messages").isArray() || request.path("messages").isEmpty()) {
      throw Problem.invalid("\"messages\" has to be an array of at least one message");
    }
    Transcript transcript = new Transcript();
    for (JsonNode message : request.path("messages")) {
      read(message, transcript);
    }
    return transcript.messages();
  }

  private static void read(JsonNode message, Transcript transcript) {
    String role = Json.required(message, "role", "a message");
    String text = Contents.text(message.path("content"));
    switch (role) {
      case "system", "developer" -> transcript.system(text);
      case "user" -> transcript.user(text);
      case "assistant" -> transcript.assistant(text, reasoning(message), calls(message));
      case "tool" ->
          transcript.result(
              Json.required(message, "tool_call_id", "a message of role tool"),
              Json.textOrNull(message, "name"),
              text);
      case "function" -> {
        String name = Json.required(message, "name", "a message of role function");
        transcript.result(name, name, text);
      }
      default -> throw Problem.invalid("a message is of role \"" + role + "\", which nobody knows");
    }
  }

  private static @Nullable String reasoning(JsonNode message) {
    String reasoning = Json.textOrNull(message, "reasoning_content");
    if (reasoning == null && message.path("reasoning").isTextual()) {
      reasoning = message.path("reasoning").textValue();
    }
    return reasoning == null || reasoning.isEmpty() ? null : reasoning;
  }

  private static List<ToolCall> calls(JsonNode message) {
    List<ToolCall> calls = new ArrayList<>();
    for (JsonNode call : Json.list(message, "tool_calls")) {
      String id = Json.required(call, "id", "a tool call");
      if (call.path("custom").isObject()) {
        JsonNode custom = call.path("custom");
        String name = Json.required(custom, "name", "a custom tool call");
        calls.add(new ToolCall(id, name, ToolForms.wrapped(Json.optional(custom, "input"))));
      } else {
        JsonNode function = call.path("function");
        String name = Json.required(function, "name", "a tool call's function");
        calls.add(new ToolCall(id, name, Json.optional(function, "arguments")));
      }
    }
    JsonNode single = message.path("function_call");
    if (single.isObject()) {
      String name = Json.required(single, "name", "a function call");
      calls.add(new ToolCall(name, name, Json.optional(single, "arguments")));
    }
    return calls;
  }
}

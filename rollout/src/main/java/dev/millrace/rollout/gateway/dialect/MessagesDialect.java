package dev.millrace.rollout.gateway.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.gateway.ask.Ask;
import dev.millrace.rollout.gateway.ask.Problem;
import dev.millrace.rollout.gateway.ask.ToolChoice;
import dev.millrace.rollout.gateway.dialect.DialectRequest.Delivery;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.ArrayList;
import java.util.List;

/// `POST /v1/messages` and `/v1/messages/count_tokens`.
final class MessagesDialect implements Dialect {
  private static final String BASH =
      "{\"type\":\"object\",\"properties\":{\"command\":{\"type\":\"string\"},"
          + "\"restart\":{\"type\":\"boolean\"}}}";
  private static final String EDITOR =
      "{\"type\":\"object\",\"properties\":{\"command\":{\"type\":\"string\",\"enum\":[\"view\","
          + "\"create\",\"str_replace\",\"insert\"]},\"path\":{\"type\":\"string\"},"
          + "\"file_text\":{\"type\":\"string\"},\"old_str\":{\"type\":\"string\"},"
          + "\"new_str\":{\"type\":\"string\"},\"insert_line\":{\"type\":\"integer\"},"
          + "\"insert_text\":{\"type\":\"string\"},\"view_range\":{\"type\":\"array\","
          + "\"items\":{\"type\":\"integer\"}}},\"required\":[\"command\",\"path\"]}";

  @Override
  public DialectRequest read(byte[] body) {
    JsonNode request = Json.request(body);
    List<String> hosted = new ArrayList<>();
    List<ToolSpec> tools = tools(request, hosted);
    ToolChoice choice = ToolChoices.messages(request.path("tool_choice"), tools);
    Ask.Wishes wishes =
        new Ask.Wishes(
            Json.textOrNull(request, "model"),
            null,
            Json.intOrNull(request, "max_tokens"),
            Json.texts(request, "stop_sequences"),
            false,
            ThinkingWishes.ofMessages(request));
    Ask ask =
        new Ask(
            AnthropicMessages.read(request),
            ToolForms.shown(tools, choice),
            choice,
            wishes,
            hosted);
    return new DialectRequest(
        ask, Json.flag(request, "stream") ? Delivery.STREAM : Delivery.WHOLE, MessagesWriter::new);
  }

  private static List<ToolSpec> tools(JsonNode request, List<String> hosted) {
    List<ToolSpec> tools = new ArrayList<>();
    for (JsonNode tool : Json.list(request, "tools")) {
      String type = Json.optional(tool, "type");
      String name = Json.optional(tool, "name");
      if (type.isEmpty() || type.equals("custom")) {
        tools.add(offered(tool));
      } else if (type.startsWith("bash_")) {
        tools.add(new ToolSpec(name, "Runs a command in a shell that stays open.", BASH));
      } else if (type.startsWith("text_editor_")) {
        tools.add(new ToolSpec(name, "Views, creates and edits text files.", EDITOR));
      } else {
        hosted.add(HostedTools.declared(type));
      }
    }
    return tools;
  }

  private static ToolSpec offered(JsonNode tool) {
    ObjectNode function = Json.object();
    function.set("name", tool.path("name"));
    function.set("description", tool.path("description"));
    function.set("parameters", tool.path("input_schema"));
    return OpenAi.function(function, "a tool");
  }

  @Override
  public byte[] error(Problem problem) {
    return Json.bytes(errorBody(problem));
  }

  static ObjectNode errorBody(Problem problem) {
    ObjectNode body = Json.object();
    body.put("type", "error");
    body.putObject("error").put("type", type(problem.kind())).put("message", problem.text());
    return body;
  }

  private static String type(Problem.Kind kind) {
    return switch (kind) {
      case INVALID, METHOD -> "invalid_request_error";
      case UNAUTHORIZED -> "authentication_error";
      case LIMIT -> "permission_error";
      case NOT_FOUND -> "not_found_error";
      case TOO_LARGE -> "request_too_large";
      case BROKEN, ENGINE -> "api_error";
    };
  }
}

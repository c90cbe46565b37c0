package dev.millrace.rollout.gateway.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.gateway.ask.Finished;
import dev.millrace.rollout.gateway.ask.Problem;
import dev.millrace.rollout.gateway.dialect.DialectRequest.Heading;
import dev.millrace.rollout.markup.TurnEvent;
import dev.millrace.rollout.trajectory.ToolCall;
import org.jspecify.annotations.Nullable;

/// Writes responses and their events: numbered, each item added, filled and done.
final class ResponsesWriter implements AnswerWriter {
  static final String ID_PREFIX = "resp_";

  private final Heading heading;
  private final Echoed echoed;
  private final ResponsesItems items;
  private final ArrayNode output = Json.array();
  private @Nullable OpenItem open;
  private int sequence;

  /// @param echoed what the answer repeats of the request
  ResponsesWriter(Heading heading, ResponsesTools tools, Echoed echoed) {
    this.heading = heading;
    this.echoed = echoed;
    this.items = new ResponsesItems(heading.id(), tools);
  }

  record Echoed(JsonNode toolChoice, boolean isParallel) {}

  /// An item that is being filled.
  ///
  /// @param kind what it is
  /// @param callId of a call, or empty
  /// @param name of a call's tool, or empty
  private record OpenItem(Kind kind, String callId, String name, StringBuilder text) {
    enum Kind {
      REASONING,
      MESSAGE,
      CALL
    }
  }

  @Override
  public byte[] whole(Finished turn) {
    ArrayNode all = Json.array();
    if (turn.message().reasoning() != null) {
      all.add(items.reasoning(0, turn.message().reasoning()));
    }
    if (!turn.message().content().isEmpty()) {
      all.add(items.message(all.size(), turn.message().content()));
    }
    for (ToolCall call : turn.message().toolCalls()) {
      all.add(items.call(all.size(), call));
    }
    return Json.bytes(response(turn, all));
  }

  @Override
  public String begin() {
    return event("response.created", Json.object().set("response", head("in_progress"))) + pulse();
  }

  @Override
  public String hear(TurnEvent event) {
    return switch (event) {
      case TurnEvent.Reasoning(String text) ->
          text(OpenItem.Kind.REASONING, "response.reasoning_text.delta", text);
      case TurnEvent.Content(String text) ->
          text(OpenItem.Kind.MESSAGE, "response.output_text.delta", text);
      case TurnEvent.CallBegin(_, String id, String name) ->
          close() + open(new OpenItem(OpenItem.Kind.CALL, id, name, new StringBuilder()));
      case TurnEvent.CallArguments(_, String text) -> arguments(text);
      case TurnEvent.CallEnd _ -> close();
      case TurnEvent.CallMalformed _ -> "";
    };
  }

  private String text(OpenItem.Kind kind, String name, String text) {
    String before = "";
    OpenItem item = open;
    if (item == null || item.kind() != kind) {
      item = new OpenItem(kind, "", "", new StringBuilder());
      before = close() + open(item);
    }
    item.text().append(text);
    return before + event(name, at(kind).put("delta", text));
  }

  private String arguments(String text) {
    OpenItem item = open;
    if (item == null) {
      return "";
    }
    item.text().append(text);
    return items.isFunction(item.name())
        ? event("response.function_call_arguments.delta", item().put("delta", text))
        : "";
  }

  private String open(OpenItem item) {
    open = item;
    int index = output.size();
    ObjectNode begun =
        switch (item.kind()) {
          case REASONING -> items.reasoning(index, "");
          case MESSAGE -> items.message(index, "");
          case CALL -> items.call(index, new ToolCall(item.callId(), item.name(), ""));
        };
    begun.put("status", "in_progress");
    if (item.kind() != OpenItem.Kind.CALL) {
      begun.putArray("content");
    }
    ObjectNode added = Json.object().put("output_index", index);
    added.set("item", begun);
    String events = event("response.output_item.added", added);
    return item.kind() == OpenItem.Kind.MESSAGE
        ? events + event("response.content_part.added", part(""))
        : events;
  }

  private ObjectNode part(String text) {
    ObjectNode event = at(OpenItem.Kind.MESSAGE);
    event.set("part", ResponsesItems.outputText(text));
    return event;
  }

  private String close() {
    OpenItem item = open;
    if (item == null) {
      return "";
    }
    String text = item.text().toString();
    int index = output.size();
    String events;
    ObjectNode done;
    switch (item.kind()) {
      case REASONING -> {
        events = event("response.reasoning_text.done", at(item.kind()).put("text", text));
        done = items.reasoning(index, text);
      }
      case MESSAGE -> {
        events =
            event("response.output_text.done", at(item.kind()).put("text", text))
                + event("response.content_part.done", part(text));
        done = items.message(index, text);
      }
      case CALL -> {
        events = callDone(item.name(), text);
        done = items.call(index, new ToolCall(item.callId(), item.name(), text));
      }
      default -> throw new IllegalStateException("no such item: " + item.kind());
    }
    open = null;
    output.add(done);
    ObjectNode last = Json.object().put("output_index", index);
    last.set("item", done);
    return events + event("response.output_item.done", last);
  }

  private String callDone(String name, String argumentsJson) {
    if (items.isFunction(name)) {
      return event("response.function_call_arguments.done", item().put("arguments", argumentsJson));
    }
    if (items.isCustom(name)) {
      String input = ToolForms.unwrapped(argumentsJson);
      return event("response.custom_tool_call_input.delta", item().put("delta", input))
          + event("response.custom_tool_call_input.done", item().put("input", input));
    }
    return "";
  }

  private ObjectNode item() {
    int index = output.size();
    return Json.object().put("item_id", items.id(index)).put("output_index", index);
  }

  private ObjectNode at(OpenItem.Kind kind) {
    ObjectNode event = item().put("content_index", 0);
    if (kind == OpenItem.Kind.MESSAGE) {
      event.putArray("logprobs");
    }
    return event;
  }

  @Override
  public String end(Finished turn) {
    String closed = close();
    ObjectNode response = response(turn, output);
    String last = turn.isCutShort() ? "incomplete" : "completed";
    return closed + event("response." + last, Json.object().set("response", response));
  }

  @Override
  public String fail(Problem problem) {
    ObjectNode response = head("failed");
    ObjectNode error = Json.object();
    error.put("code", "server_error").put("message", problem.text());
    response.set("error", error);
    return event("response.failed", Json.object().set("response", response));
  }

  @Override
  public String keepAlive() {
    return Sse.COMMENT;
  }

  @Override
  public String pulse() {
    return event("response.in_progress", Json.object().set("response", head("in_progress")));
  }

  private ObjectNode response(Finished turn, ArrayNode all) {
    boolean isCut = turn.isCutShort();
    ObjectNode response = head(isCut ? "incomplete" : "completed");
    if (isCut) {
      response.putObject("incomplete_details").put("reason", "max_output_tokens");
    }
    response.set("output", all);
    ObjectNode usage = response.putObject("usage");
    usage.put("input_tokens", turn.promptTokens());
    usage.putObject("input_tokens_details").put("cached_tokens", turn.cachedTokens());
    usage.put("output_tokens", turn.sampledTokens());
    usage.putObject("output_tokens_details").put("reasoning_tokens", 0);
    usage.put("total_tokens", turn.promptTokens() + turn.sampledTokens());
    return response;
  }

  private ObjectNode head(String status) {
    ObjectNode head = Json.object();
    head.put("id", ID_PREFIX + heading.id()).put("object", "response");
    head.put("created_at", heading.createdSeconds()).put("status", status);
    head.putNull("error").putNull("incomplete_details").putNull("instructions");
    head.put("model", heading.model());
    head.putArray("output");
    head.put("parallel_tool_calls", echoed.isParallel());
    head.set("tool_choice", echoed.toolChoice());
    head.putArray("tools");
    head.putObject("metadata");
    head.putNull("temperature").putNull("top_p").putNull("previous_response_id");
    return head;
  }

  private String event(String type, JsonNode body) {
    ObjectNode event = Json.object();
    event.put("type", type).put("sequence_number", sequence++);
    event.setAll((ObjectNode) body);
    return Sse.named(type, event);
  }
}

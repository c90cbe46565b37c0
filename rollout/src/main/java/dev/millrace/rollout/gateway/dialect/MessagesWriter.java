package dev.millrace.rollout.gateway.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.gateway.ask.Finished;
import dev.millrace.rollout.gateway.ask.Problem;
import dev.millrace.rollout.gateway.dialect.DialectRequest.Heading;
import dev.millrace.rollout.markup.TurnEvent;
import dev.millrace.rollout.trajectory.ToolCall;

/// Writes messages and their events: blocks of thinking, text and tool use, one after the other.
final class MessagesWriter implements AnswerWriter {
  /// Where arguments that are no JSON object stand, so that the agent's own check answers them.
  static final String RAW_INPUT = "_raw";

  private static final String SIGNATURE = "bWlsbHJhY2U=";

  private final Heading heading;
  private Block open = Block.NONE;
  private int index = -1;
  private final StringBuilder arguments = new StringBuilder();

  private enum Block {
    NONE,
    THINKING,
    TEXT,
    TOOL
  }

  MessagesWriter(Heading heading) {
    this.heading = heading;
  }

  @Override
  public byte[] whole(Finished turn) {
    ObjectNode message = message();
    ArrayNode content = message.putArray("content");
    if (turn.message().reasoning() != null) {
      content
          .addObject()
          .put("type", "thinking")
          .put("thinking", turn.message().reasoning())
          .put("signature", SIGNATURE);
    }
    if (!turn.message().content().isEmpty()) {
      content.addObject().put("type", "text").put("text", turn.message().content());
    }
    for (ToolCall call : turn.message().toolCalls()) {
      ObjectNode block = content.addObject();
      block.put("type", "tool_use").put("id", call.id()).put("name", call.name());
      block.set("input", input(call.argumentsJson()));
    }
    message.put("stop_reason", reason(turn)).put("stop_sequence", turn.stopSequence());
    message.set("usage", usage(turn.cachedTokens(), turn.sampledTokens()));
    return Json.bytes(message);
  }

  private static JsonNode input(String argumentsJson) {
    JsonNode parsed = Json.parsed(argumentsJson);
    if (argumentsJson.isBlank()) {
      return Json.object();
    }
    return parsed != null && parsed.isObject()
        ? parsed
        : Json.object().put(RAW_INPUT, argumentsJson);
  }

  private static String inputText(String argumentsJson) {
    JsonNode parsed = Json.parsed(argumentsJson);
    boolean isObject = parsed != null && parsed.isObject();
    return isObject ? argumentsJson : Json.text(input(argumentsJson));
  }

  private static String reason(Finished turn) {
    if (turn.isCutShort()) {
      return "max_tokens";
    }
    if (!turn.message().toolCalls().isEmpty()) {
      return "tool_use";
    }
    return turn.stopSequence() == null ? "end_turn" : "stop_sequence";
  }

  private ObjectNode message() {
    ObjectNode message = Json.object();
    message.put("id", "msg_" + heading.id()).put("type", "message").put("role", "assistant");
    return message.put("model", heading.model());
  }

  /// What was read from a cache counts on its own here. How much that is an engine says at the end.
  private ObjectNode usage(int cached, int sampled) {
    ObjectNode usage = Json.object();
    usage.put("input_tokens", heading.promptTokens() - cached);
    usage.put("cache_creation_input_tokens", 0).put("cache_read_input_tokens", cached);
    return usage.put("output_tokens", sampled);
  }

  @Override
  public String begin() {
    ObjectNode message = message();
    message.putArray("content");
    message.putNull("stop_reason").putNull("stop_sequence");
    message.set("usage", usage(0, 1));
    ObjectNode start = Json.object();
    start.put("type", "message_start").set("message", message);
    return Sse.named("message_start", start) + keepAlive();
  }

  @Override
  public String hear(TurnEvent event) {
    return switch (event) {
      case TurnEvent.Reasoning(String text) ->
          opened(Block.THINKING) + delta("thinking_delta", "thinking", text);
      case TurnEvent.Content(String text) -> opened(Block.TEXT) + delta("text_delta", "text", text);
      case TurnEvent.CallBegin(_, String id, String name) -> close() + openTool(id, name);
      // Held back to the end: clients break on what turns out to be no JSON.
      case TurnEvent.CallArguments(_, String text) -> {
        arguments.append(text);
        yield "";
      }
      case TurnEvent.CallEnd _ -> close();
      case TurnEvent.CallMalformed _ -> "";
    };
  }

  private String opened(Block wanted) {
    if (open == wanted) {
      return "";
    }
    String closed = close();
    ObjectNode block = Json.object();
    if (wanted == Block.THINKING) {
      block.put("type", "thinking").put("thinking", "").put("signature", "");
    } else {
      block.put("type", "text").put("text", "");
    }
    return closed + start(wanted, block);
  }

  private String openTool(String id, String name) {
    ObjectNode block = Json.object();
    block.put("type", "tool_use").put("id", id).put("name", name).putObject("input");
    arguments.setLength(0);
    return start(Block.TOOL, block);
  }

  private String start(Block kind, ObjectNode block) {
    open = kind;
    index++;
    ObjectNode start = Json.object();
    start.put("type", "content_block_start").put("index", index).set("content_block", block);
    return Sse.named("content_block_start", start);
  }

  private String close() {
    if (open == Block.NONE) {
      return "";
    }
    String last =
        switch (open) {
          case THINKING -> delta("signature_delta", "signature", SIGNATURE);
          case TOOL -> delta("input_json_delta", "partial_json", inputText(arguments.toString()));
          case TEXT, NONE -> "";
        };
    open = Block.NONE;
    ObjectNode stop = Json.object().put("type", "content_block_stop").put("index", index);
    return last + Sse.named("content_block_stop", stop);
  }

  private String delta(String type, String field, String text) {
    ObjectNode event = Json.object();
    event.put("type", "content_block_delta").put("index", index);
    event.putObject("delta").put("type", type).put(field, text);
    return Sse.named("content_block_delta", event);
  }

  @Override
  public String end(Finished turn) {
    ObjectNode delta = Json.object();
    delta.put("type", "message_delta");
    delta
        .putObject("delta")
        .put("stop_reason", reason(turn))
        .put("stop_sequence", turn.stopSequence());
    delta.set("usage", usage(turn.cachedTokens(), turn.sampledTokens()));
    return close()
        + Sse.named("message_delta", delta)
        + Sse.named("message_stop", Json.object().put("type", "message_stop"));
  }

  @Override
  public String fail(Problem problem) {
    return Sse.named("error", MessagesDialect.errorBody(problem));
  }

  @Override
  public String keepAlive() {
    return Sse.named("ping", Json.object().put("type", "ping"));
  }

  @Override
  public String pulse() {
    return keepAlive();
  }
}

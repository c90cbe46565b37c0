package dev.millrace.rollout.gateway.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.gateway.ask.Finished;
import dev.millrace.rollout.gateway.ask.Problem;
import dev.millrace.rollout.gateway.dialect.DialectRequest.Heading;
import dev.millrace.rollout.markup.TurnEvent;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.List;

/// Writes chat completions and their chunks.
final class ChatWriter implements AnswerWriter {
  private static final String AFTER_DELTA = ",\"logprobs\":null,\"finish_reason\":null}]}\n\n";

  private final Heading heading;
  private final Form form;
  private final String beforeDelta;

  /// @param usage whether the stream ends with a chunk of the usage
  /// @param logprobs whether they are given
  record Form(boolean usage, boolean logprobs) {}

  ChatWriter(Heading heading, Form form) {
    this.heading = heading;
    this.form = form;
    this.beforeDelta = beforeDelta();
  }

  @Override
  public byte[] whole(Finished turn) {
    ObjectNode completion = head("chat.completion");
    ObjectNode choice = completion.putArray("choices").addObject();
    choice.put("index", 0);
    choice.set("message", message(turn));
    if (form.logprobs()) {
      choice.set("logprobs", OpenAi.logprobs(turn.logprobs()));
    } else {
      choice.putNull("logprobs");
    }
    choice.put("finish_reason", OpenAi.finish(turn));
    completion.set("usage", OpenAi.usage(turn));
    return Json.bytes(completion);
  }

  private static ObjectNode message(Finished turn) {
    ObjectNode message = Json.object();
    message.put("role", "assistant");
    String content = turn.message().content();
    List<ToolCall> calls = turn.message().toolCalls();
    if (content.isEmpty() && !calls.isEmpty()) {
      message.putNull("content");
    } else {
      message.put("content", content);
    }
    message.putNull("refusal");
    if (turn.message().reasoning() != null) {
      message.put("reasoning_content", turn.message().reasoning());
    }
    if (!calls.isEmpty()) {
      var list = message.putArray("tool_calls");
      for (ToolCall call : calls) {
        ObjectNode entry = list.addObject();
        entry.put("id", call.id()).put("type", "function");
        entry.putObject("function").put("name", call.name()).put("arguments", call.argumentsJson());
      }
    }
    return message;
  }

  @Override
  public String begin() {
    ObjectNode delta = Json.object();
    delta.put("role", "assistant").put("content", "");
    return chunk(delta);
  }

  @Override
  public String hear(TurnEvent event) {
    ObjectNode delta = Json.object();
    switch (event) {
      case TurnEvent.Reasoning(String text) -> delta.put("reasoning_content", text);
      case TurnEvent.Content(String text) -> delta.put("content", text);
      case TurnEvent.CallBegin(int index, String id, String name) -> {
        ObjectNode call = delta.putArray("tool_calls").addObject();
        call.put("index", index).put("id", id).put("type", "function");
        call.putObject("function").put("name", name).put("arguments", "");
      }
      case TurnEvent.CallArguments(int index, String text) -> {
        ObjectNode call = delta.putArray("tool_calls").addObject();
        call.put("index", index);
        call.putObject("function").put("arguments", text);
      }
      case TurnEvent.CallEnd _, TurnEvent.CallMalformed _ -> {
        return "";
      }
    }
    return chunk(delta);
  }

  @Override
  public String end(Finished turn) {
    ObjectNode last = head("chat.completion.chunk");
    ObjectNode choice = last.putArray("choices").addObject();
    choice.put("index", 0).putObject("delta");
    if (form.logprobs()) {
      choice.set("logprobs", OpenAi.logprobs(turn.logprobs()));
    } else {
      choice.putNull("logprobs");
    }
    choice.put("finish_reason", OpenAi.finish(turn));
    String usage = "";
    if (form.usage()) {
      ObjectNode chunk = head("chat.completion.chunk");
      chunk.putArray("choices");
      chunk.set("usage", OpenAi.usage(turn));
      usage = Sse.data(chunk);
    }
    return Sse.data(last) + usage + Sse.DONE;
  }

  @Override
  public String fail(Problem problem) {
    ObjectNode error = Json.object();
    error.set("error", OpenAi.errorBody(problem));
    return Sse.data(error) + Sse.DONE;
  }

  @Override
  public String keepAlive() {
    return Sse.COMMENT;
  }

  @Override
  public String pulse() {
    return chunk(Json.object());
  }

  private ObjectNode head(String object) {
    ObjectNode head = Json.object();
    head.put("id", "chatcmpl-" + heading.id());
    head.put("object", object);
    head.put("created", heading.createdSeconds());
    head.put("model", heading.model());
    return head;
  }

  private String chunk(ObjectNode delta) {
    return beforeDelta + Json.text(delta) + AFTER_DELTA;
  }

  /// There is a chunk for nearly every id, and nothing but the delta is new in it.
  private String beforeDelta() {
    String head = Json.text(head("chat.completion.chunk"));
    return "data: "
        + head.substring(0, head.length() - 1)
        + ",\"choices\":[{\"index\":0,\"delta\":";
  }
}

package dev.millrace.rollout.policy.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.policy.protocol.AnswerReader;
import dev.millrace.rollout.policy.protocol.EngineCall;
import dev.millrace.rollout.policy.protocol.EngineChunk;
import dev.millrace.rollout.policy.protocol.EngineChunk.End;
import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.protocol.EngineTrouble.Kind;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Collects a chat answer, streamed or whole, and writes it as ids once it has ended.
final class ChatReader extends AnswerReader {
  private final ChatFormat format;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private final Map<Integer, Call> calls = new TreeMap<>();

  private static final class Call {
    private String id = "";
    private final StringBuilder name = new StringBuilder();
    private final StringBuilder arguments = new StringBuilder();
  }

  ChatReader(EngineCall call, ChatFormat format) {
    super(call);
    this.format = format;
  }

  @Override
  protected EngineChunk chunk(JsonNode root) throws EngineTrouble {
    JsonNode choice = root.path("choices").path(0);
    JsonNode delta = choice.has("delta") ? choice.get("delta") : choice.path("message");
    text.append(delta.path("content").isTextual() ? delta.get("content").asText() : "");
    reasoning.append(thought(delta));
    int at = 0;
    for (JsonNode call : delta.path("tool_calls")) {
      add(call, call.path("index").asInt(at++));
    }
    return choice.hasNonNull("finish_reason")
        ? whole(choice.get("finish_reason").asText())
        : new EngineChunk(new int[0], null, delta.toString(), List.of(), null);
  }

  private static String thought(JsonNode delta) {
    JsonNode named =
        delta.hasNonNull("reasoning_content")
            ? delta.get("reasoning_content")
            : delta.path("reasoning");
    return named.isTextual() ? named.asText() : "";
  }

  private void add(JsonNode part, int index) {
    Call call = calls.computeIfAbsent(index, _ -> new Call());
    call.id = part.hasNonNull("id") ? part.get("id").asText() : call.id;
    JsonNode function = part.path("function");
    call.name.append(function.hasNonNull("name") ? function.get("name").asText() : "");
    call.arguments.append(
        function.hasNonNull("arguments") ? function.get("arguments").asText() : "");
  }

  private EngineChunk whole(String reason) throws EngineTrouble {
    FinishReason finish =
        switch (reason) {
          case "stop", "tool_calls", "function_call" -> FinishReason.STOP;
          case "length" -> FinishReason.LENGTH;
          default -> throw new EngineTrouble(Kind.FAILED, "the engine finished with " + reason);
        };
    int[] ids = format.tokenizer().encode(format.renderTurn(message()));
    // What was cut off has no stop token, with which a rendered turn ends.
    int length = finish == FinishReason.LENGTH ? Math.max(1, ids.length - 1) : ids.length;
    return new EngineChunk(
        Arrays.copyOf(ids, length), null, "", List.of(), new End(finish, null, null));
  }

  private Message.Assistant message() {
    List<ToolCall> toolCalls =
        calls.values().stream()
            .map(call -> new ToolCall(call.id, call.name.toString(), arguments(call)))
            .toList();
    return new Message.Assistant(
        text.toString(), reasoning.isEmpty() ? null : reasoning.toString(), toolCalls);
  }

  private static String arguments(Call call) {
    return call.arguments.isEmpty() ? "{}" : call.arguments.toString();
  }
}

package dev.millrace.rollout.gateway;

import dev.millrace.rollout.gateway.ask.Problem;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.Message.Assistant;
import dev.millrace.rollout.trajectory.Message.SystemPrompt;
import dev.millrace.rollout.trajectory.Message.ToolResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The conversations behind the last answers, for requests that only name what they follow. Guarded
/// by the session's lock.
final class Memory {
  private static final int MOST = 256;

  private final Map<String, List<Message>> conversations = new LinkedHashMap<>();

  void keep(String answer, List<Message> conversation) {
    conversations.put(answer, conversation);
    if (conversations.size() > MOST) {
      conversations.remove(conversations.keySet().iterator().next());
    }
  }

  /// The whole conversation of a request.
  List<Message> resolve(@Nullable String previous, List<Message> messages) {
    if (previous == null) {
      return messages;
    }
    List<Message> before = conversations.get(previous);
    if (before == null) {
      throw Problem.invalid(
          "previous_response_id names "
              + previous
              + ", which is none of this session's last "
              + MOST
              + " answers; send the whole input");
    }
    List<Message> all = new ArrayList<>(before);
    Map<String, String> tools = tools(before);
    messages.forEach(message -> all.add(named(message, tools)));
    if (messages.getFirst() instanceof SystemPrompt head) {
      all.remove(before.size());
      instruct(all, head);
    }
    return List.copyOf(all);
  }

  private static Map<String, String> tools(List<Message> messages) {
    Map<String, String> byCall = new HashMap<>();
    for (Message message : messages) {
      if (message instanceof Assistant turn) {
        turn.toolCalls().forEach(call -> byCall.put(call.id(), call.name()));
      }
    }
    return byCall;
  }

  /// A result names its call alone, and the call stands before what was sent.
  private static Message named(Message message, Map<String, String> tools) {
    return message instanceof ToolResult(String id, String name, String content)
        ? new ToolResult(id, tools.getOrDefault(id, name), content)
        : message;
  }

  /// Instructions are told anew with each request. They take the place of other ones; where they
  /// are the same, what a developer said behind them stays.
  private static void instruct(List<Message> all, SystemPrompt head) {
    if (!(all.getFirst() instanceof SystemPrompt(String known))) {
      all.addFirst(head);
    } else if (!known.equals(head.content()) && !known.startsWith(head.content() + "\n\n")) {
      all.set(0, head);
    }
  }
}

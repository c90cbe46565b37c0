package dev.millrace.rollout.gateway.dialect;

import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.Message.Assistant;
import dev.millrace.rollout.trajectory.Message.SystemPrompt;
import dev.millrace.rollout.trajectory.Message.ToolResult;
import dev.millrace.rollout.trajectory.Message.User;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A conversation while it is read. System texts at its head become one message, later ones are
/// given in the user's name: many chat templates know one system message, and only the first.
/// Pieces of one assistant turn become one message. For one thread.
final class Transcript {
  private static final String UNKNOWN_TOOL = "tool";

  private final List<Message> messages = new ArrayList<>();
  private final Map<String, String> toolsByCall = new HashMap<>();
  private final boolean isRest;

  Transcript() {
    this(false);
  }

  /// @param isRest whether it follows messages that are known: then no system text stands at the
  ///     head, but for one that takes the place of theirs
  Transcript(boolean isRest) {
    this.isRest = isRest;
  }

  /// A text that comes first, before anything else.
  void head(String text) {
    messages.add(new SystemPrompt(text));
  }

  void system(String text) {
    if (isRest) {
      messages.add(new User(text));
    } else if (messages.isEmpty()) {
      head(text);
    } else if (messages.size() == 1 && messages.getFirst() instanceof SystemPrompt(String first)) {
      messages.set(0, new SystemPrompt(first + "\n\n" + text));
    } else {
      messages.add(new User(text));
    }
  }

  void user(String text) {
    messages.add(new User(text));
  }

  /// More of the assistant's turn: what directly follows another piece of it joins that.
  void assistant(String content, @Nullable String reasoning, List<ToolCall> calls) {
    calls.forEach(call -> toolsByCall.put(call.id(), call.name()));
    if (!messages.isEmpty() && messages.getLast() instanceof Assistant before) {
      List<ToolCall> all = new ArrayList<>(before.toolCalls());
      all.addAll(calls);
      messages.set(
          messages.size() - 1,
          new Assistant(before.content() + content, joined(before.reasoning(), reasoning), all));
    } else {
      messages.add(new Assistant(content, reasoning, calls));
    }
  }

  private static @Nullable String joined(@Nullable String first, @Nullable String second) {
    if (first == null || second == null) {
      return first == null ? second : first;
    }
    return first + second;
  }

  void result(String callId, @Nullable String name, String text) {
    String tool = toolsByCall.getOrDefault(callId, name == null ? UNKNOWN_TOOL : name);
    messages.add(new ToolResult(callId, tool, text));
  }

  List<Message> messages() {
    return List.copyOf(messages);
  }
}

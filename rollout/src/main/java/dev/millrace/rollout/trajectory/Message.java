package dev.millrace.rollout.trajectory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One message of a conversation, in the roles that chat templates know.
public sealed interface Message {
  String content();

  record SystemPrompt(String content) implements Message {}

  record User(String content) implements Message {}

  /// What the policy wrote, parsed.
  ///
  /// @param content the text outside tool calls and reasoning; may be empty
  /// @param reasoning the thinking before it, or null when there was none
  /// @param toolCalls the calls in the order written; may be empty
  record Assistant(String content, @Nullable String reasoning, List<ToolCall> toolCalls)
      implements Message {
    // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
    public Assistant(String content, @Nullable String reasoning, List<ToolCall> toolCalls) {
      this.content = content;
      this.reasoning = reasoning;
      this.toolCalls = List.copyOf(toolCalls);
    }
  }

  /// The result of one call, as the policy read it.
  ///
  /// @param callId the call it answers
  /// @param name the tool's name
  record ToolResult(String callId, String name, String content) implements Message {}
}

package dev.millrace.rollout.token;

import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.List;
import java.util.Map;

/// What a chat template renders.
///
/// @param templateArguments further variables, such as `enable_thinking`
public record Conversation(
    List<Message> messages, List<ToolSpec> tools, Map<String, Object> templateArguments) {
  public Conversation {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
    templateArguments = Map.copyOf(templateArguments);
  }

  public static Conversation of(List<Message> messages, List<ToolSpec> tools) {
    return new Conversation(messages, tools, Map.of());
  }

  Conversation with(List<Message> others) {
    return new Conversation(others, tools, templateArguments);
  }
}

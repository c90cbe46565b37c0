package dev.millrace.rollout.policy;

import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.List;

/// A prefix as messages, for engines that read nothing but chat.
///
/// @param messages those that the prompt's ids render
public record Dialogue(List<Message> messages, List<ToolSpec> tools) {
  public Dialogue {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
  }
}

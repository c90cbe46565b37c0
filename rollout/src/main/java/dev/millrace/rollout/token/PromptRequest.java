package dev.millrace.rollout.token;

import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.List;

/// A whole conversation that waits for its next turn.
///
/// @param messages all of it so far, ending before the turn to be sampled
public record PromptRequest(
    List<Message> messages, List<ToolSpec> tools, TemplateOptions options, Purpose purpose) {
  public PromptRequest {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
  }

  /// The task's work, with the options that templates have by themselves.
  public static PromptRequest of(List<Message> messages, List<ToolSpec> tools) {
    return new PromptRequest(messages, tools, TemplateOptions.DEFAULT, Purpose.MAIN);
  }
}

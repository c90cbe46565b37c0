package dev.millrace.rollout.gateway.ask;

import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request for the next turn, whatever its dialect.
///
/// @param messages the conversation, or what is new of it after `wishes.previous`
/// @param tools that the turn may call
/// @param choice which calls the agent accepts
/// @param hosted names of tools that only their vendor could run, declared and left out
public record Ask(
    List<Message> messages,
    List<ToolSpec> tools,
    ToolChoice choice,
    Wishes wishes,
    List<String> hosted) {
  /// @param model as named in the request, or null for the session's
  /// @param previous the answer that the messages follow, or null when they are the whole
  /// @param maxTokens of the turn, or null for what the episode has left
  /// @param stop texts that end the turn
  /// @param wantsLogprobs whether the answer is to hold them
  /// @param thinking whether the turn is to think, or null where the request does not say so
  public record Wishes(
      @Nullable String model,
      @Nullable String previous,
      @Nullable Integer maxTokens,
      List<String> stop,
      boolean wantsLogprobs,
      @Nullable Boolean thinking) {
    // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
    public Wishes(
        @Nullable String model,
        @Nullable String previous,
        @Nullable Integer maxTokens,
        List<String> stop,
        boolean wantsLogprobs,
        @Nullable Boolean thinking) {
      if (maxTokens != null && maxTokens < 1) {
        throw Problem.invalid(
            "the maximum of tokens is " + maxTokens + "; it has to be at least 1");
      }
      if (stop.contains("")) {
        throw Problem.invalid("a stop sequence is empty; leave it out");
      }
      this.model = model;
      this.previous = previous;
      this.maxTokens = maxTokens;
      this.stop = List.copyOf(stop);
      this.wantsLogprobs = wantsLogprobs;
      this.thinking = thinking;
    }
  }

  public Ask {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
    hosted = List.copyOf(hosted);
  }
}

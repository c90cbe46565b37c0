package dev.millrace.rollout.harness;

import dev.millrace.rollout.harness.repetition.Vigilance;
import dev.millrace.rollout.policy.engine.ToolCalls;
import dev.millrace.rollout.token.TemplateOptions;

/// How the built-in harness talks to its policy.
///
/// @param context what becomes of long conversations
/// @param maxTurnTokens sampled tokens of one turn, 1 or more
/// @param thinking whether turns think, and what becomes of it in later prompts, where the template
///     can say so
/// @param toolCalls whether an engine is held to well-formed calls
/// @param vigilance what becomes of an agent that repeats itself
/// @param steps what a task's next step knows of the one before
public record LoopSettings(
    ContextStrategy context,
    int maxTurnTokens,
    TemplateOptions thinking,
    ToolCalls toolCalls,
    Vigilance vigilance,
    StepContext steps) {
  /// All of the conversation, turns as long as the episode's limits allow, free calls, nobody
  /// warned.
  public static final LoopSettings DEFAULT =
      new LoopSettings(
          new ContextStrategy.None(),
          Integer.MAX_VALUE,
          TemplateOptions.DEFAULT,
          ToolCalls.FREE,
          new Vigilance.Off());

  /// Each step in a conversation of its own.
  public LoopSettings(
      ContextStrategy context,
      int maxTurnTokens,
      TemplateOptions thinking,
      ToolCalls toolCalls,
      Vigilance vigilance) {
    this(context, maxTurnTokens, thinking, toolCalls, vigilance, StepContext.FRESH);
  }

  public LoopSettings {
    if (maxTurnTokens < 1) {
      throw new IllegalArgumentException("maxTurnTokens is " + maxTurnTokens + ", not 1 or more");
    }
  }
}

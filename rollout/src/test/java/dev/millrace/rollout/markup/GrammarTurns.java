package dev.millrace.rollout.markup;

import java.util.Map;
import java.util.Random;

/// Turns with calls, as a family's grammar allows them.
final class GrammarTurns {
  private static final int ENOUGH = 160;

  /// What a call begins with, where the rule `call` is of what follows.
  private static final Map<MarkupFamily, String> TRIGGERS =
      Map.of(
          MarkupFamily.HERMES, "<tool_call>",
          MarkupFamily.QWEN_XML, "<tool_call>",
          MarkupFamily.GLM, "<tool_call>",
          MarkupFamily.KIMI, "<|tool_call_begin|>",
          MarkupFamily.DEEPSEEK, "<｜tool▁call▁begin｜>",
          MarkupFamily.DEEPSEEK_DSML, "<｜DSML｜function_calls>",
          MarkupFamily.MINIMAX, "<minimax:tool_call>",
          MarkupFamily.LLAMA_JSON, "<|python_tag|>",
          MarkupFamily.MISTRAL, "[TOOL_CALLS]",
          MarkupFamily.COHERE, "<|START_ACTION|>");

  private final String trigger;
  private final GbnfWriter writer;
  private final Random random;

  GrammarTurns(MarkupFamily family, String gbnf, Random random) {
    this.trigger = TRIGGERS.getOrDefault(family, "");
    this.writer = new GbnfWriter(new GbnfRules(gbnf), random);
    this.random = random;
  }

  String next() {
    if (trigger.isEmpty()) {
      return writer.write("root", ENOUGH);
    }
    StringBuilder turn = new StringBuilder();
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      turn.append("So.\n").append(trigger).append(writer.write("call", ENOUGH));
    }
    return turn.toString();
  }

  /// A turn that must go on.
  String cut() {
    return trigger.isEmpty() ? "<|channel|>" : "So.\n" + trigger;
  }
}

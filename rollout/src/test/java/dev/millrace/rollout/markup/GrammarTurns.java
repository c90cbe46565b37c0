package dev.millrace.rollout.markup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Turns with calls, as a family's grammar allows them, and as it does not.
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

  private final MarkupFamily family;
  private final String trigger;
  private final Demand demand;
  private final GbnfWriter writer;
  private final Random random;

  GrammarTurns(MarkupFamily family, Demand demand, String gbnf, Random random) {
    this.family = family;
    this.demand = demand;
    this.trigger = TRIGGERS.getOrDefault(family, "");
    this.writer = new GbnfWriter(new GbnfRules(gbnf), random);
    this.random = random;
  }

  String next() {
    if (trigger.isEmpty()) {
      return whole();
    }
    StringBuilder turn = new StringBuilder();
    int calls = demand.single() ? 1 : 1 + random.nextInt(3);
    for (int i = 0; i < calls; i++) {
      turn.append("So.\n").append(trigger).append(writer.write("call", ENOUGH));
    }
    return turn.toString();
  }

  /// One that begins as the grammar lets it.
  String whole() {
    return writer.write("root", ENOUGH);
  }

  /// Turns that it does not allow.
  List<String> refused() {
    List<String> refused = new ArrayList<>();
    refused.add(trigger.isEmpty() ? "<|channel|>" : "So.\n" + trigger);
    if (demand.atLeastOne()) {
      refused.add(trigger.isEmpty() ? "<|channel|>final<|message|>So." : "So.\n");
    }
    if (demand.single()) {
      refused.add(twice());
    }
    return refused;
  }

  private String twice() {
    return family == MarkupFamily.HARMONY
        ? writer.write("calls", ENOUGH)
            + "<|call|><|start|>assistant"
            + writer.write("calls", ENOUGH)
        : next() + next();
  }
}

package dev.millrace.rollout.markup;

import java.util.List;

/// Tells a family by what its template writes.
final class Detection {
  private static final List<Sign> SIGNS =
      List.of(
          new Sign(MarkupFamily.DEEPSEEK_DSML, "DSML"),
          new Sign(MarkupFamily.DEEPSEEK, "<｜tool▁calls▁begin｜>"),
          new Sign(MarkupFamily.KIMI, "<|tool_call_begin|>"),
          new Sign(MarkupFamily.MINIMAX, "minimax:tool_call"),
          new Sign(MarkupFamily.GLM, "<arg_key>"),
          new Sign(MarkupFamily.QWEN_XML, "<function=", "<parameter="),
          new Sign(MarkupFamily.HERMES, "<tool_call>"),
          new Sign(MarkupFamily.HARMONY, "<|channel|>", "<|message|>"),
          new Sign(MarkupFamily.COHERE, "<|START_ACTION|>"),
          new Sign(MarkupFamily.COHERE, "<|START_RESPONSE|>"),
          new Sign(MarkupFamily.MISTRAL, "[TOOL_CALLS]"),
          new Sign(MarkupFamily.MISTRAL, "[SYSTEM_PROMPT]", "[/INST]"),
          new Sign(MarkupFamily.PYTHONIC, "<|tool_call_start|>"),
          new Sign(MarkupFamily.PYTHONIC, "<|tool_list_start|>"),
          new Sign(MarkupFamily.LLAMA_JSON, "ipython", "\"parameters\""),
          new Sign(MarkupFamily.LLAMA_JSON, "<|python_tag|>"),
          new Sign(MarkupFamily.PYTHONIC, "ipython", "<|python_start|>"));

  private Detection() {}

  private record Sign(MarkupFamily family, List<String> texts) {
    Sign(MarkupFamily family, String... texts) {
      this(family, List.of(texts));
    }
  }

  static MarkupFamily of(String templateSource) {
    return SIGNS.stream()
        .filter(sign -> sign.texts().stream().allMatch(templateSource::contains))
        .map(Sign::family)
        .findFirst()
        .orElse(MarkupFamily.PLAIN);
  }
}

package dev.millrace.rollout.policy.protocol;

import java.util.List;
import java.util.Locale;

/// Tells by an engine's words that a prompt is longer than the model's context. None of them has a
/// status of its own for that; llama.cpp has a type. Any thread.
public final class ContextOverflow {
  private static final List<String> WORDS =
      List.of(
          // vLLM, and SGLang of prompt and answer together.
          "maximum context length",
          // Older vLLM.
          "longer than the maximum model length",
          // SGLang, when it takes a request in, and when it schedules it.
          "longer than the model's context length",
          "exceeds the maximum allowed length",
          // llama.cpp.
          "exceeds the available context size",
          "exceed_context_size_error");

  private ContextOverflow() {}

  /// @param words an error's message, or its type
  public static boolean isSaidBy(String words) {
    String lower = words.toLowerCase(Locale.ROOT);
    return WORDS.stream().anyMatch(lower::contains);
  }
}

package dev.millrace.rollout.policy.protocol;

import java.util.Locale;

/// The engines that can be spoken to.
public enum EngineKind {
  /// Found out by asking the server.
  AUTO,
  VLLM,
  SGLANG,
  LLAMACPP,
  /// OpenAI chat completions alone: text, so branches are not token-exact.
  CHAT;

  /// As in configurations and records.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

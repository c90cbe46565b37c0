package dev.millrace.rollout.harness;

/// What a task's next step knows of the conversation before it. Its files are the same ones anyway.
public enum StepContext {
  /// Nothing: it begins with the system prompt and its own instruction. So does Harbor.
  FRESH,
  /// All of it: its instruction is the next message.
  CONTINUED
}

package dev.millrace.rollout.trajectory;

/// How a turn was sampled with respect to thinking; neither part can be derived from the messages
/// afterwards.
///
/// @param on whether the prompt let the policy think
/// @param pastVisible whether thinking of earlier turns stood in the prompt
public record Thinking(boolean on, boolean pastVisible, ThinkingMode mode) {}

package dev.millrace.rollout.trajectory;

/// A call that the policy made.
///
/// @param id unique in the trajectory
/// @param argumentsJson the arguments exactly as written: a JSON object when the call is well
///     formed, anything at all when it is not
public record ToolCall(String id, String name, String argumentsJson) {}

package dev.millrace.rollout.trajectory;

/// A tool that is offered to the policy.
///
/// @param parametersJson a JSON Schema (draft 2020-12) of type object
public record ToolSpec(String name, String description, String parametersJson) {}

package dev.millrace.rollout.task;

/// One line of `solution/steps.jsonl`: what a good agent writes in one turn.
///
/// @param say the text before the call; may be empty
/// @param tool the tool called
/// @param argumentsJson its arguments, a JSON object
public record SolutionStep(String say, String tool, String argumentsJson) {}

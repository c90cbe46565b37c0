package dev.millrace.rollout.task.grading;

/// All that is decided about how a log is graded.
///
/// @param preset the name of the preset that these are, or were made from
/// @param failToPass for tests that the solution repairs
/// @param passToPass for tests that must keep passing
public record Semantics(
    String preset,
    StatusRule failToPass,
    StatusRule passToPass,
    Matching matching,
    Evidence evidence) {}

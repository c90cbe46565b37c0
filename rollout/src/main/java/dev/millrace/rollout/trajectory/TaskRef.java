package dev.millrace.rollout.trajectory;

/// Which task, at which content.
///
/// @param id the task's name
/// @param family the family it belongs to, e.g. `swe`
/// @param digest SHA-256 (hex) over the task's whole content
public record TaskRef(TaskId id, String family, String digest) {}

package dev.millrace.rollout.sandbox.lease;

/// Names a sandbox for whoever asks for it, also when the same one is asked for again.
///
/// @param value such as an episode's id with its attempt
public record LeaseId(String value) {}

package dev.millrace.rollout.sandbox.lease;

/// How a [LeasedProvider] stands.
///
/// @param open sandboxes, those being made or closed included
/// @param creating being made now
/// @param waiting callers that wait for one of both
public record LeaseCounts(int open, int creating, int waiting) {}

package dev.millrace.rewards.integrity;

/// What a sandbox's proxy decided of a program's wish.
///
/// @param verdict e.g. `ALLOWED` or `DENIED`
public record NetworkAttempt(String host, int port, String verdict) {}

package dev.millrace.rollout.sandbox.network;

/// What a program asks the proxy for.
///
/// @param target where it leads
/// @param sent what the server gets first; for a tunnel, nothing
/// @param body what follows from the client
record Request(Target target, byte[] sent, Body body) {
  /// What the client sends after the head.
  sealed interface Body {
    /// Whatever there is, until it or the server ends: the way is a tunnel.
    record Endless() implements Body {}

    /// As many bytes, and then nothing: one request a connection.
    record Counted(long bytes) implements Body {}
  }

  boolean isTunnel() {
    return body instanceof Body.Endless;
  }
}

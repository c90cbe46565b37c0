package dev.millrace.rollout.sandbox.network;

/// What the proxy decided about a wish to go somewhere, or what became of one.
///
/// @param host as asked for, in lower case
/// @param why in a few words; for what is allowed, the addresses it stands for
/// @param sentBytes to the server; 0 but at the end
/// @param receivedBytes from it; 0 but at the end
public record Decision(
    String host, int port, Verdict verdict, String why, long sentBytes, long receivedBytes) {
  /// Whether the way was open.
  public enum Verdict {
    ALLOWED,
    DENIED,
    /// Allowed before, and ended by a limit, or for what was sent on it.
    CUT,
    /// Allowed before, and over: so many bytes went through.
    ENDED
  }
}

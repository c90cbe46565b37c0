package dev.millrace.rollout.policy.engine;

/// A key that nothing prints.
///
/// @param value what to send; keep it out of messages, logs and records
public record Secret(String value) {
  @Override
  public String toString() {
    return "***";
  }
}

package dev.millrace.orchestrator.config;

/// A value that is never shown.
///
/// @param value what to send; keep it out of messages, logs and records
public record Secret(String value) {
  @Override
  public String toString() {
    return "***";
  }
}

package dev.millrace.rollout.policy.engine;

/// A key that nothing prints.
public record Secret(String value) {
  @Override
  public String toString() {
    return "Secret[hidden]";
  }
}

package dev.millrace.rollout.sandbox;

/// One thing that this machine can or cannot do.
///
/// @param name such as `user namespaces`
/// @param detail what was found, in a few words
/// @param costOfLack what does not work, or works less well, without it
/// @param howToGet what a person does to have it
public record Capability(
    String name, Status status, String detail, String costOfLack, String howToGet) {
  /// Whether it is there.
  public enum Status {
    AVAILABLE,
    MISSING
  }

  public boolean isAvailable() {
    return status == Status.AVAILABLE;
  }

  /// @param available whether it is there
  static Status status(boolean available) {
    return available ? Status.AVAILABLE : Status.MISSING;
  }
}

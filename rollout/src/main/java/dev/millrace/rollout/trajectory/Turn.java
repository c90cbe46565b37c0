package dev.millrace.rollout.trajectory;

import org.jspecify.annotations.Nullable;

/// Where one message stands in a branch.
///
/// @param start first token, inclusive; the generation prompt before an assistant turn belongs to
/// the
///     span before it
/// @param end after the last token
/// @param role whose message it is
/// @param modelCall the number of the model call that sampled it, or null when it was given
public record Turn(int start, int end, Role role, @Nullable Integer modelCall) {

  /// Whose message a turn is. Stored by name.
  public enum Role {
    CONTEXT,
    ASSISTANT,
    TOOL
  }
}

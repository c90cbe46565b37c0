package dev.millrace.rollout.trajectory;

import org.jspecify.annotations.Nullable;

/// Where one message stands in a branch.
///
/// @param start first token, inclusive; the generation prompt before an assistant turn belongs to
///     the span before it
/// @param end after the last token
/// @param role whose message it is
/// @param modelCall the number of the model call that sampled it, or null when it was given
/// @param thinking of a sampled turn, where known
public record Turn(
    int start,
    int end,
    Role role,
    @Nullable Integer modelCall,
    @Default("null") @Nullable Thinking thinking) {
  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public Turn(
      int start, int end, Role role, @Nullable Integer modelCall, @Nullable Thinking thinking) {
    this.start = start;
    this.end = end;
    this.role = role;
    this.modelCall = modelCall;
    this.thinking = thinking;
  }

  /// A turn of which nothing is known about thinking.
  public static Turn of(int start, int end, Role role, @Nullable Integer modelCall) {
    return new Turn(start, end, role, modelCall, null);
  }

  /// Whose message a turn is. Stored by name.
  public enum Role {
    CONTEXT,
    ASSISTANT,
    TOOL
  }
}

package dev.millrace.rollout.token;

import dev.millrace.rollout.trajectory.MaskReason;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.Turn;
import org.jspecify.annotations.Nullable;

/// Ids that the policy reads and did not sample just now.
///
/// @param role whose message they are, or null when they belong to none
record Given(int[] ids, MaskReason reason, Turn.@Nullable Role role) {

  static Given of(int[] ids, @Nullable Message message) {
    return switch (message) {
      case null -> new Given(ids, MaskReason.PROMPT, null);
      case Message.ToolResult _ -> new Given(ids, MaskReason.TOOL, Turn.Role.TOOL);
      // A turn of an earlier branch, rendered again: read, never trained.
      case Message.Assistant _ -> new Given(ids, MaskReason.COPIED_STEP, Turn.Role.ASSISTANT);
      case Message.SystemPrompt _, Message.User _ ->
          new Given(ids, MaskReason.PROMPT, Turn.Role.CONTEXT);
    };
  }

  static Given closing(int[] ids) {
    return new Given(ids, MaskReason.INJECTED, null);
  }
}

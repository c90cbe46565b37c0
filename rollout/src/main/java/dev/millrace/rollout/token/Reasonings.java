package dev.millrace.rollout.token;

import dev.millrace.rollout.trajectory.Message;
import java.util.List;

/// Whether a rendering shows what was thought.
final class Reasonings {
  private Reasonings() {}

  static boolean isSome(Message message) {
    return message instanceof Message.Assistant turn
        && turn.reasoning() != null
        && !turn.reasoning().isBlank();
  }

  static boolean isAnyShown(List<Message> messages, String text) {
    return messages.stream().anyMatch(message -> isSome(message) && isShown(message, text));
  }

  /// Whether any that stood in one rendering is missing from another.
  static boolean isAnyHidden(List<Message> messages, String before, String now) {
    return messages.stream()
        .anyMatch(message -> isSome(message) && isShown(message, before) && !isShown(message, now));
  }

  private static boolean isShown(Message message, String text) {
    return message instanceof Message.Assistant turn
        && turn.reasoning() != null
        && text.contains(turn.reasoning().strip());
  }
}

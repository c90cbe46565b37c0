package dev.millrace.rewards.lint;

import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.Trajectory;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What tells two runs of the same steps apart.
final class Difference {
  private Difference() {}

  /// Where two runs first saw something different, or null.
  static @Nullable String of(Trajectory one, Trajectory other) {
    List<Message> left = one.messages();
    List<Message> right = other.messages();
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      if (!left.get(i).equals(right.get(i))) {
        return "message %d is \"%s\" and \"%s\""
            .formatted(
                i,
                firstDifference(left.get(i).content(), right.get(i).content()),
                firstDifference(right.get(i).content(), left.get(i).content()));
      }
    }
    if (left.size() != right.size()) {
      return left.size() + " messages and " + right.size();
    }
    return Objects.equals(one.end().answer(), other.end().answer()) ? null : "other answers";
  }

  /// The line of a text that is not in the other at the same place.
  private static String firstDifference(String text, String other) {
    List<String> others = other.lines().toList();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (i >= others.size() || !lines.get(i).equals(others.get(i))) {
        return tail(lines.get(i));
      }
    }
    return "";
  }

  /// The end of a text, for messages.
  static String tail(String text) {
    String stripped = text.strip();
    return stripped.length() > 300 ? "…" + stripped.substring(stripped.length() - 300) : stripped;
  }
}

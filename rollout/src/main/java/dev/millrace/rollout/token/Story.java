package dev.millrace.rollout.token;

import dev.millrace.rollout.trajectory.Message;
import java.util.ArrayList;
import java.util.List;

/// What a chain says, up to its last sampled turn. Immutable.
///
/// @param ours the messages as sent, sampled turns as they were sampled
/// @param echoed the same as the client last wrote them
/// @param request that was answered last
/// @param sampledText the answer as sampled
/// @param showsThinking whether thinking stands in what was sent and sampled
record Story(
    List<Message> ours,
    List<Message> echoed,
    PromptRequest request,
    String sampledText,
    boolean showsThinking) {
  Story {
    ours = List.copyOf(ours);
    echoed = List.copyOf(echoed);
  }

  int size() {
    return ours.size();
  }

  /// How many leading messages are those of this story. Where a message holds the same strings as
  /// before, its letters are not compared again.
  int matched(List<Message> messages) {
    int most = Math.min(size(), messages.size());
    for (int i = 0; i < most; i++) {
      Message theirs = messages.get(i);
      if (!theirs.equals(echoed.get(i)) && !Likeness.same(ours.get(i), theirs)) {
        return i;
      }
    }
    return most;
  }

  /// Their conversation with our turns in the part that matches.
  List<Message> restored(List<Message> messages, int matched) {
    List<Message> restored = new ArrayList<>(messages);
    for (int i = 0; i < matched; i++) {
      restored.set(i, Likeness.restored(ours.get(i), messages.get(i)));
    }
    return List.copyOf(restored);
  }
}

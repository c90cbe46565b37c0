package dev.millrace.rollout.gateway;

import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.Message.Assistant;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Turns that were given to the agent in another form than the model's, because a call in them
/// could not be read, or is not accepted, or because their text is cut before a stop sequence: when
/// they come back, they are put back. Guarded by the session's lock.
final class Echoes {
  private static final int MOST = 256;

  /// By what the agent was given, trimmed: its text and its calls. Of turns that were given alike,
  /// all, in order.
  private final Map<String, List<Assistant>> said = new LinkedHashMap<>();

  /// @param isOther whether the turn was given in another form; one that was not is kept as well
  ///     where one that was is given alike
  void keep(Assistant given, Assistant turn, boolean isOther) {
    String key = key(given);
    if (key.isEmpty() || !(isOther || said.containsKey(key))) {
      return;
    }
    List<Assistant> turns = said.computeIfAbsent(key, _ -> new ArrayList<>());
    turns.add(turn);
    if (turns.size() > MOST) {
      turns.removeFirst();
    }
    if (said.size() > MOST) {
      said.remove(said.keySet().iterator().next());
    }
  }

  /// The last of those that are alike is the last that was given.
  List<Message> restored(List<Message> messages) {
    if (said.isEmpty()) {
      return messages;
    }
    Map<String, Integer> left = new HashMap<>();
    List<Message> restored = new ArrayList<>(messages);
    for (int i = restored.size() - 1; i >= 0; i--) {
      if (restored.get(i) instanceof Assistant echo) {
        String key = key(echo);
        List<Assistant> turns = said.getOrDefault(key, List.of());
        int at = turns.size() - left.merge(key, 1, Integer::sum);
        restored.set(i, at < 0 ? echo : turns.get(at));
      }
    }
    return restored;
  }

  private static String key(Assistant turn) {
    StringBuilder key = new StringBuilder(turn.content().strip());
    for (ToolCall call : turn.toolCalls()) {
      key.append('\0').append(call.id()).append('\0').append(call.name());
    }
    return key.toString();
  }
}

package dev.millrace.rollout.gateway;

import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.Message.Assistant;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Turns that were given to the agent in another form than the model's, because a call in them
/// could not be read, or is not accepted, or because their text is cut before a stop sequence: when
/// they come back, they are put back. Guarded by the session's lock.
final class Echoes {
  private static final int MOST = 256;

  /// By what the agent was given, trimmed: its text and its calls.
  private final Map<String, Assistant> said = new LinkedHashMap<>();

  void keep(Assistant given, Assistant turn) {
    String key = key(given);
    if (key.isEmpty()) {
      return;
    }
    said.put(key, turn);
    if (said.size() > MOST) {
      said.remove(said.keySet().iterator().next());
    }
  }

  List<Message> restored(List<Message> messages) {
    if (said.isEmpty()) {
      return messages;
    }
    List<Message> restored = new ArrayList<>(messages);
    restored.replaceAll(
        message ->
            message instanceof Assistant echo ? said.getOrDefault(key(echo), echo) : message);
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

package dev.millrace.rollout.gateway;

import dev.millrace.rollout.gateway.ask.Problem;
import dev.millrace.rollout.trajectory.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The conversations behind the last answers, for requests that only name what they follow. Guarded
/// by the session's lock.
final class Memory {
  private static final int MOST = 256;

  private final Map<String, List<Message>> conversations = new LinkedHashMap<>();

  void keep(String answer, List<Message> conversation) {
    conversations.put(answer, conversation);
    if (conversations.size() > MOST) {
      conversations.remove(conversations.keySet().iterator().next());
    }
  }

  /// The whole conversation of a request.
  List<Message> resolve(@Nullable String previous, List<Message> messages) {
    if (previous == null) {
      return messages;
    }
    List<Message> before = conversations.get(previous);
    if (before == null) {
      throw Problem.invalid(
          "previous_response_id names "
              + previous
              + ", which is none of this session's last "
              + MOST
              + " answers; send the whole input");
    }
    List<Message> all = new ArrayList<>(before);
    all.addAll(messages);
    return List.copyOf(all);
  }
}

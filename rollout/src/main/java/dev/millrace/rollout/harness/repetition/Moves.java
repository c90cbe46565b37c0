package dev.millrace.rollout.harness.repetition;

import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolExecution;
import dev.millrace.rollout.trajectory.ToolStatus;
import dev.millrace.rollout.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads turns back out of a conversation. Of the files nothing is known then.
public final class Moves {
  private Moves() {}

  /// The turns of a trajectory's conversation whose results are in it, in their order.
  public static List<Move> of(Trajectory trajectory) {
    Map<String, ToolStatus> statuses = new HashMap<>();
    for (ToolExecution execution : trajectory.events().toolExecutions()) {
      statuses.put(execution.callId(), execution.status());
    }
    return of(trajectory.messages(), statuses);
  }

  /// The turns of a conversation that were answered, in their order.
  ///
  /// @param statuses how calls ended, by their ids, where that is known
  public static List<Move> of(List<Message> messages, Map<String, ToolStatus> statuses) {
    List<Move> moves = new ArrayList<>();
    Message.@Nullable Assistant open = null;
    Map<String, String> results = new HashMap<>();
    StringBuilder reply = new StringBuilder();
    for (Message message : messages) {
      switch (message) {
        case Message.Assistant turn -> {
          add(moves, open, results, reply, statuses);
          open = turn;
        }
        case Message.ToolResult(String id, _, String content) -> results.put(id, content);
        case Message.User(String content) -> reply.append(content);
        case Message.SystemPrompt _ -> {}
      }
    }
    add(moves, open, results, reply, statuses);
    return List.copyOf(moves);
  }

  private static void add(
      List<Move> moves,
      Message.@Nullable Assistant turn,
      Map<String, String> results,
      StringBuilder reply,
      Map<String, ToolStatus> statuses) {
    boolean isAnswered = !results.isEmpty() || !reply.isEmpty();
    if (turn != null && isAnswered) {
      List<Move.Act> acts = new ArrayList<>();
      for (ToolCall call : turn.toolCalls()) {
        String result = results.getOrDefault(call.id(), "");
        acts.add(new Move.Act(call.name(), call.argumentsJson(), result, statuses.get(call.id())));
      }
      String answer = turn.toolCalls().isEmpty() ? reply.toString() : "";
      moves.add(new Move(acts, turn.content(), answer, null));
    }
    results.clear();
    reply.setLength(0);
  }
}

package dev.millrace.rollout.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.Message.Assistant;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.ArrayList;
import java.util.List;

/// When a message that comes back means the one that was stored. Clients rename calls, write
/// arguments anew, trim, and many send no reasoning.
final class Likeness {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Likeness() {}

  static boolean same(Message ours, Message theirs) {
    if (ours.equals(theirs)) {
      return true;
    }
    return ours instanceof Assistant turn
        && theirs instanceof Assistant echo
        && sameText(turn.content(), echo.content())
        && sameReasoning(turn, echo)
        && sameCalls(turn.toolCalls(), echo.toolCalls());
  }

  /// Our turn with the names that they gave its calls, because their results refer to them.
  static Message restored(Message ours, Message theirs) {
    if (!(ours instanceof Assistant turn && theirs instanceof Assistant echo)) {
      return ours;
    }
    List<ToolCall> calls = new ArrayList<>();
    for (int i = 0; i < turn.toolCalls().size(); i++) {
      ToolCall call = turn.toolCalls().get(i);
      String id = echo.toolCalls().get(i).id();
      calls.add(id.equals(call.id()) ? call : new ToolCall(id, call.name(), call.argumentsJson()));
    }
    return calls.equals(turn.toolCalls())
        ? turn
        : new Assistant(turn.content(), turn.reasoning(), calls);
  }

  private static boolean sameText(String ours, String theirs) {
    return ours.equals(theirs) || ours.strip().equals(theirs.strip());
  }

  private static boolean sameReasoning(Assistant ours, Assistant theirs) {
    String back = theirs.reasoning();
    if (back == null || back.isBlank()) {
      return true;
    }
    String said = ours.reasoning();
    return said != null && sameText(said, back);
  }

  private static boolean sameCalls(List<ToolCall> ours, List<ToolCall> theirs) {
    if (ours.size() != theirs.size()) {
      return false;
    }
    for (int i = 0; i < ours.size(); i++) {
      if (!ours.get(i).name().equals(theirs.get(i).name())
          || !sameJson(ours.get(i).argumentsJson(), theirs.get(i).argumentsJson())) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameJson(String ours, String theirs) {
    if (ours.equals(theirs)) {
      return true;
    }
    try {
      JsonNode read = JSON.readTree(ours);
      return !read.isMissingNode() && read.equals(Likeness::compare, JSON.readTree(theirs));
    } catch (JsonProcessingException e) {
      // What is no JSON is the same only letter by letter.
      return false;
    }
  }

  /// Many clients know doubles alone, and write 1.0 as 1.
  private static int compare(JsonNode one, JsonNode other) {
    boolean isSame =
        (one.isNumber() && other.isNumber())
            ? one.doubleValue() == other.doubleValue()
            : one.equals(other);
    return isSame ? 0 : 1;
  }
}

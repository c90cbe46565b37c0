package dev.millrace.rollout.markup;

import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Puts a turn together, and says what became known of it.
final class TurnBuilder {
  private final CallIds ids;
  private final Edges edges;
  private final StringBuilder reasoning = new StringBuilder();
  private final StringBuilder content = new StringBuilder();
  private final StringBuilder space = new StringBuilder();
  private final List<ToolCall> calls = new ArrayList<>();
  private final Map<String, String> malformed = new LinkedHashMap<>();
  private final List<TurnEvent> events = new ArrayList<>();
  private boolean thought;
  private boolean isInGap;
  private int dropped;

  /// Which newlines belong to the markup.
  ///
  /// @param beforeCall how many at most between text and the first call
  /// @param afterThought how many at most between reasoning and text
  /// @param isThoughtPadded whether one after the opening and one before the closing tag of the
  ///     reasoning are markup
  record Edges(int beforeCall, int afterThought, boolean isThoughtPadded) {
    static final Edges NONE = new Edges(0, 0, false);
  }

  TurnBuilder(CallIds ids, Edges edges) {
    this.ids = ids;
    this.edges = edges;
  }

  Edges edges() {
    return edges;
  }

  void reasoning(String text) {
    thought = true;
    if (!text.isEmpty()) {
      reasoning.append(text);
      events.add(new TurnEvent.Reasoning(text));
    }
  }

  /// The reasoning is over: newlines that follow it are markup.
  void thoughtOver() {
    thought = true;
    dropped = edges.afterThought();
  }

  void content(String text) {
    int from = 0;
    while (dropped > 0 && from < text.length() && text.charAt(from) == '\n') {
      from++;
      dropped--;
    }
    if (from < text.length()) {
      dropped = 0;
      String more = text.substring(from);
      if (calls.isEmpty()) {
        beforeCalls(more);
      } else {
        afterCall(more);
      }
    }
  }

  private void beforeCalls(String text) {
    String all = space + text;
    space.setLength(0);
    int end = all.length();
    while (end > 0 && all.length() - end < edges.beforeCall() && all.charAt(end - 1) == '\n') {
      end--;
    }
    say(all.substring(0, end));
    space.append(all, end, all.length());
  }

  /// White space around text between and after calls is markup; each such text is a line.
  private void afterCall(String text) {
    String body = isInGap ? text.stripTrailing() : text.strip();
    if (body.isEmpty()) {
      space.append(isInGap ? text : "");
      return;
    }
    say((isInGap ? space : content.isEmpty() ? "" : "\n") + body);
    space.setLength(0);
    space.append(text, text.stripTrailing().length(), text.length());
    isInGap = true;
  }

  private void say(String text) {
    if (!text.isEmpty()) {
      content.append(text);
      events.add(new TurnEvent.Content(text));
    }
  }

  void call(String name, String argumentsJson) {
    call(ids.next(), name, argumentsJson);
  }

  /// @param writtenId the id that the model wrote itself
  void callWritten(String writtenId, String name, String argumentsJson) {
    call(ids.of(writtenId), name, argumentsJson);
  }

  private void call(String id, String name, String argumentsJson) {
    int index = add(new ToolCall(id, name, argumentsJson));
    events.add(new TurnEvent.CallBegin(index, id, name));
    events.add(new TurnEvent.CallArguments(index, argumentsJson));
    events.add(new TurnEvent.CallEnd(index));
  }

  /// @param name of the function, or empty where it cannot be told
  void malformed(String name, String raw, String problem) {
    String id = ids.next();
    int index = add(new ToolCall(id, name, raw));
    malformed.put(id, problem);
    if (!name.isEmpty()) {
      events.add(new TurnEvent.CallBegin(index, id, name));
      events.add(new TurnEvent.CallArguments(index, raw));
    }
    events.add(new TurnEvent.CallMalformed(index, id, raw, problem));
  }

  private int add(ToolCall call) {
    space.setLength(0);
    isInGap = false;
    dropped = 0;
    calls.add(call);
    return calls.size() - 1;
  }

  void end() {
    if (calls.isEmpty()) {
      say(space.toString());
    }
    space.setLength(0);
  }

  List<TurnEvent> drain() {
    List<TurnEvent> some = List.copyOf(events);
    events.clear();
    return some;
  }

  ParsedTurn turn() {
    return new ParsedTurn(
        new Message.Assistant(
            content.toString(), thought ? reasoning.toString() : null, List.copyOf(calls)),
        malformed);
  }
}

package dev.millrace.rollout.markup;

import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a sampled turn with Hermes markup. Any text is read: what is not a call as it should be
/// becomes a call that is marked malformed, with its raw text as arguments.
final class HermesParser {
  private static final String OPEN = "<tool_call>";
  private static final String CLOSE = "</tool_call>";
  private static final String THINK = "<think>";
  private static final String THINK_END = "</think>";

  private final String stop;

  HermesParser(String stop) {
    this.stop = stop;
  }

  ParsedTurn parse(String sampledText, CallIds callIds) {
    String text =
        sampledText.endsWith(stop)
            ? sampledText.substring(0, sampledText.length() - stop.length())
            : sampledText;
    Reasoning reasoning = reasoning(text);
    Turn turn = new Turn(reasoning.rest(), callIds);
    turn.read();
    return new ParsedTurn(
        new Message.Assistant(turn.content.toString(), reasoning.text(), turn.calls),
        turn.malformed);
  }

  private record Reasoning(@Nullable String text, String rest) {}

  private static Reasoning reasoning(String text) {
    String start = text.stripLeading();
    if (!start.startsWith(THINK)) {
      return new Reasoning(null, text);
    }
    String inside = start.substring(THINK.length());
    int end = inside.indexOf(THINK_END);
    if (end < 0) {
      return new Reasoning(withoutFirst(inside, "\n"), "");
    }
    String thought = withoutLast(withoutFirst(inside.substring(0, end), "\n"), "\n");
    String rest = inside.substring(end + THINK_END.length());
    String answer = rest.startsWith("\n\n") ? rest.substring(2) : withoutFirst(rest, "\n");
    return new Reasoning(thought, answer);
  }

  private static String withoutFirst(String text, String prefix) {
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }

  private static String withoutLast(String text, String suffix) {
    return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
  }

  /// The part of one turn after its reasoning.
  private static final class Turn {
    private final String text;
    private final CallIds callIds;
    private final StringBuilder content = new StringBuilder();
    private final List<ToolCall> calls = new ArrayList<>();
    private final Map<String, String> malformed = new LinkedHashMap<>();

    Turn(String text, CallIds callIds) {
      this.text = text;
      this.callIds = callIds;
    }

    void read() {
      int at = text.indexOf(OPEN);
      if (at < 0) {
        content.append(text);
        return;
      }
      content.append(withoutLast(text.substring(0, at), "\n"));
      while (at >= 0) {
        int end = call(at + OPEN.length());
        at = text.indexOf(OPEN, end);
        addContent(text.substring(end, at < 0 ? text.length() : at).strip());
      }
    }

    private void addContent(String more) {
      if (!more.isEmpty()) {
        content.append(content.isEmpty() ? "" : "\n").append(more);
      }
    }

    /// Reads the call whose inside begins there.
    ///
    /// @return where the text goes on after it
    private int call(int start) {
      // The JSON says where it ends: a closing tag may well stand inside one of its strings.
      CallJson json = CallJson.read(text, start);
      int close = json.end();
      while (close < text.length() && Character.isWhitespace(text.charAt(close))) {
        close++;
      }
      if (json.isWhole() && text.startsWith(CLOSE, close)) {
        add(json.name(), json.arguments(), json.problem());
        return close + CLOSE.length();
      }
      int end = text.indexOf(CLOSE, start);
      String unclosed = end < 0 ? "the tag <tool_call> is never closed" : null;
      String unread = json.isWhole() ? "something follows the call's JSON" : json.problem();
      add(
          "",
          text.substring(start, end < 0 ? text.length() : end),
          unclosed == null ? unread : unclosed);
      return end < 0 ? text.length() : end + CLOSE.length();
    }

    private void add(String name, String arguments, @Nullable String problem) {
      ToolCall call = new ToolCall(callIds.next(), name, arguments);
      calls.add(call);
      if (problem != null) {
        malformed.put(call.id(), problem);
      }
    }
  }
}

package dev.millrace.rollout.token;

import dev.millrace.rollout.token.Splicer.Seam;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.Message.Assistant;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Conversations that show what a template looks back to.
final class WindowProbes {
  private static final List<ToolSpec> TOOLS =
      List.of(
          new ToolSpec("look", "Looks.", "{\"type\": \"object\", \"properties\": {}}"),
          new ToolSpec("act", "Acts.", "{\"type\": \"object\", \"properties\": {}}"));
  private static final Message SYSTEM = new Message.SystemPrompt("Work well.");
  private static final Message ASK = new Message.User("What is there?");
  private static final Message NEXT = new Message.User("And now?");

  private WindowProbes() {}

  static List<Seam> of(Map<String, Object> arguments) {
    List<Seam> probes = new ArrayList<>();
    for (List<Message> sent : histories()) {
      for (@Nullable String reasoning : new @Nullable String[] {null, "thought"}) {
        add(probes, arguments, sent, called(9, reasoning));
        add(probes, arguments, sent, new Assistant("Done.", reasoning, List.of()));
      }
    }
    return probes;
  }

  private static void add(
      List<Seam> probes, Map<String, Object> arguments, List<Message> sent, Assistant turn) {
    List<Message> results =
        turn.toolCalls().stream()
            .map(call -> (Message) new Message.ToolResult(call.id(), call.name(), "seen"))
            .toList();
    for (List<Message> more : List.of(results, with(results, NEXT))) {
      if (more.isEmpty()) {
        continue;
      }
      List<Message> all = new ArrayList<>(with(sent, turn));
      all.addAll(more);
      Conversation before = new Conversation(sent, TOOLS, arguments);
      // A text that no template writes, so that the end of the turn is looked for as well.
      probes.add(Seam.of(before, turn, "\u0001", before.with(all)));
    }
  }

  private static List<Message> with(List<Message> messages, Message last) {
    List<Message> all = new ArrayList<>(messages);
    all.add(last);
    return all;
  }

  private static Assistant called(int number, @Nullable String reasoning) {
    String id = "functions.look:" + number;
    return new Assistant("", reasoning, List.of(new ToolCall(id, "look", "{\"a\": 1}")));
  }

  private static Message result(int number) {
    return new Message.ToolResult("functions.look:" + number, "look", "found");
  }

  private static List<List<Message>> histories() {
    Message plain = new Assistant("It is so.", null, List.of());
    Message pondered = new Assistant("It is so.", "hmm", List.of());
    List<List<Message>> histories = new ArrayList<>();
    for (List<Message> start : List.of(List.of(ASK), List.of(SYSTEM, ASK))) {
      histories.add(
          with(with(with(with(start, called(0, null)), result(0)), called(1, null)), result(1)));
      histories.add(
          with(with(with(with(start, called(0, "hm")), result(0)), called(1, null)), result(1)));
      List<Message> acted = with(with(with(with(start, called(0, null)), result(0)), plain), NEXT);
      histories.add(acted);
      for (@Nullable String thought : new @Nullable String[] {null, "hm"}) {
        List<Message> asked = with(with(with(start, called(0, thought)), result(0)), NEXT);
        histories.add(asked);
        histories.add(with(with(asked, called(1, null)), result(1)));
      }
      histories.add(with(with(acted, called(1, "hm")), result(1)));
      histories.add(with(with(start, plain), NEXT));
      histories.add(with(with(start, pondered), NEXT));
      histories.add(with(with(with(with(start, pondered), NEXT), called(0, "hm")), result(0)));
    }
    return histories;
  }
}

package dev.millrace.rollout.token;

import dev.millrace.rollout.token.JudgedLedger.Ask;
import dev.millrace.rollout.trajectory.BranchCause;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ThinkingMode;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// An agent at work on a ledger: it goes on, goes back, rewrites, changes tools, starts again from
/// a summary, lets others work and asks for titles, all at random.
final class TemplateWalk {
  private final Random random;
  private final AgentWords words;
  private final JudgedLedger ledger;
  private List<Message> talk;
  private List<ToolSpec> tools;
  private TemplateOptions options;

  TemplateWalk(ChatFormat format, Random random) {
    this.random = random;
    this.words = new AgentWords(random);
    this.ledger = new JudgedLedger(format, new AgentTurns(format, random, words));
    this.tools = random.nextInt(4) == 0 ? List.of() : List.of(AgentTurns.LOOK);
    this.options = options();
    this.talk = opening();
  }

  /// @return how often a chain went on
  int walk(int steps) {
    for (int i = 0; i < steps; i++) {
      step();
      ledger.assertStored();
    }
    return ledger.continued();
  }

  private void step() {
    boolean isUnderWay = talk.stream().anyMatch(Message.Assistant.class::isInstance);
    switch (isUnderWay ? random.nextInt(16) : 6 + random.nextInt(10)) {
      case 0 -> compact();
      case 1 -> rewritten();
      case 2 -> shortened();
      case 3 -> otherTools();
      case 4, 6 -> aside(new ArrayList<>(talk), Purpose.SIDE_CALL, BranchCause.SIDE_CALL);
      case 5 -> aside(opening(), Purpose.SUB_AGENT, BranchCause.SUB_AGENT);
      case 7 -> aside(opening(), Purpose.MAIN, BranchCause.SUB_AGENT);
      default -> on();
    }
  }

  private List<Message> opening() {
    return List.of(
        new Message.SystemPrompt("Work " + words.plain()), new Message.User(words.text()));
  }

  private TemplateOptions options() {
    ThinkingMode[] modes = ThinkingMode.values();
    return new TemplateOptions(
        random.nextInt(5) > 0, modes[random.nextInt(modes.length)], Map.of());
  }

  private void on() {
    if (random.nextInt(4) == 0) {
      options = options();
    }
    ask(asked(talk), Purpose.MAIN, null);
  }

  /// A conversation that waits for its next turn: after one, the results of its calls come, a
  /// question, or both.
  private List<Message> asked(List<Message> said) {
    List<Message> asked = new ArrayList<>(said);
    if (said.getLast() instanceof Message.Assistant turn) {
      for (ToolCall call : turn.toolCalls()) {
        asked.add(new Message.ToolResult(call.id(), call.name(), words.text()));
      }
      if (turn.toolCalls().isEmpty() || random.nextInt(5) == 0) {
        asked.add(new Message.User(words.text()));
      }
    }
    return asked;
  }

  /// A title, or another agent's work, of up to three turns; then our own goes on.
  private void aside(List<Message> other, Purpose purpose, BranchCause cause) {
    List<Message> ours = talk;
    talk = other;
    for (int i = random.nextInt(3); i >= 0; i--) {
      ask(asked(talk), purpose, cause);
    }
    talk = ours;
  }

  private void compact() {
    Purpose purpose = random.nextBoolean() ? Purpose.COMPACTION : Purpose.MAIN;
    List<Message> start = List.of(talk.getFirst(), new Message.User("Summary " + words.text()));
    askWhole(start, purpose, BranchCause.COMPACTION);
  }

  /// Another text where one of ours, or one of theirs, stood.
  private void rewritten() {
    int at = 2 + random.nextInt(talk.size() - 2);
    Message other =
        switch (talk.get(at)) {
          case Message.SystemPrompt _ -> new Message.SystemPrompt(words.text());
          case Message.User _ -> new Message.User(words.text());
          case Message.ToolResult(String id, String name, _) ->
              new Message.ToolResult(id, name, words.text());
          case Message.Assistant(_, String reasoning, List<ToolCall> calls) ->
              new Message.Assistant(words.text(), reasoning, calls);
        };
    List<Message> asked = asked(talk);
    asked.set(at, other);
    // What follows the change is the client's alone, so that it has to come whole.
    askWhole(
        asked,
        Purpose.MAIN,
        other instanceof Message.Assistant
            ? BranchCause.TURN_REWRITTEN
            : BranchCause.HISTORY_REWRITTEN);
  }

  /// The same again, from an earlier turn on.
  private void shortened() {
    int end = 2 + random.nextInt(talk.size() - 1);
    if (!(talk.get(end - 1) instanceof Message.Assistant)) {
      ask(talk.subList(0, end), Purpose.MAIN, BranchCause.HISTORY_SHORTENED);
    }
  }

  private void otherTools() {
    boolean hasBoth = tools.contains(AgentTurns.ACT);
    tools = hasBoth ? List.of(AgentTurns.LOOK) : List.of(AgentTurns.LOOK, AgentTurns.ACT);
    on();
  }

  /// As many clients send it: without thinking, and trimmed.
  private static Message bare(Message message) {
    return message instanceof Message.Assistant(String content, _, List<ToolCall> calls)
        ? new Message.Assistant(content.strip(), null, calls)
        : message;
  }

  private void ask(List<Message> asked, Purpose purpose, @Nullable BranchCause expected) {
    List<Message> echoed =
        random.nextInt(3) == 0 ? asked : asked.stream().map(TemplateWalk::bare).toList();
    ask(new Ask(request(asked, purpose), echoed, expected));
  }

  private void askWhole(List<Message> asked, Purpose purpose, BranchCause expected) {
    ask(new Ask(request(asked, purpose), asked, expected));
  }

  private PromptRequest request(List<Message> asked, Purpose purpose) {
    return new PromptRequest(asked, tools, options, purpose);
  }

  private void ask(Ask ask) {
    List<Message> said = ledger.turn(ask);
    talk = said == null ? opening() : said;
  }
}

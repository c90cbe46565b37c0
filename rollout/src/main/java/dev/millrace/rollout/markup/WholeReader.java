package dev.millrace.rollout.markup;

import dev.millrace.rollout.markup.TurnEvent.CallArguments;
import dev.millrace.rollout.markup.TurnEvent.CallBegin;
import dev.millrace.rollout.markup.TurnEvent.CallEnd;
import dev.millrace.rollout.markup.TurnEvent.CallMalformed;
import dev.millrace.rollout.markup.TurnEvent.Content;
import dev.millrace.rollout.markup.TurnEvent.Reasoning;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads a turn at its end.
final class WholeReader implements TurnReader {
  private final Function<String, ParsedTurn> parser;
  private final StringBuilder text = new StringBuilder();
  private @Nullable ParsedTurn turn;

  WholeReader(Function<String, ParsedTurn> parser) {
    this.parser = parser;
  }

  @Override
  public List<TurnEvent> accept(String more) {
    text.append(more);
    return List.of();
  }

  @Override
  public List<TurnEvent> end() {
    ParsedTurn read = parser.apply(text.toString());
    turn = read;
    Message.Assistant message = read.message();
    List<TurnEvent> events = new ArrayList<>();
    if (message.reasoning() != null) {
      events.add(new Reasoning(message.reasoning()));
    }
    if (!message.content().isEmpty()) {
      events.add(new Content(message.content()));
    }
    for (int i = 0; i < message.toolCalls().size(); i++) {
      ToolCall call = message.toolCalls().get(i);
      String problem = read.malformed().get(call.id());
      if (problem == null) {
        events.add(new CallBegin(i, call.id(), call.name()));
        events.add(new CallArguments(i, call.argumentsJson()));
        events.add(new CallEnd(i));
      } else {
        events.add(new CallMalformed(i, call.id(), call.argumentsJson(), problem));
      }
    }
    return List.copyOf(events);
  }

  @Override
  public ParsedTurn turn() {
    if (turn == null) {
      throw new IllegalStateException("the turn is not over: call end first");
    }
    return turn;
  }
}

package dev.millrace.rollout.markup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.rollout.trajectory.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What a reader's events add up to.
final class Told {
  private final StringBuilder reasoning = new StringBuilder();
  private final StringBuilder content = new StringBuilder();
  private final List<ToolCall> calls = new ArrayList<>();
  private int malformed;

  void hear(List<TurnEvent> events) {
    for (TurnEvent event : events) {
      switch (event) {
        case TurnEvent.Reasoning(String text) -> reasoning.append(text);
        case TurnEvent.Content(String text) -> content.append(text);
        case TurnEvent.CallBegin(int index, String id, String name) ->
            calls.add(index, new ToolCall(id, name, ""));
        case TurnEvent.CallArguments(int index, String text) -> {
          ToolCall begun = calls.get(index);
          calls.set(index, new ToolCall(begun.id(), begun.name(), begun.argumentsJson() + text));
        }
        case TurnEvent.CallEnd _ -> {}
        case TurnEvent.CallMalformed(int index, String id, String raw, String _) -> {
          if (index == calls.size()) {
            calls.add(new ToolCall(id, "", raw));
          }
          malformed++;
        }
      }
    }
  }

  void isWhat(ParsedTurn turn) {
    assertEquals(turn.message().content(), content.toString());
    assertEquals(Objects.requireNonNullElse(turn.message().reasoning(), ""), reasoning.toString());
    assertEquals(turn.malformed().size(), malformed);
    assertEquals(turn.message().toolCalls(), calls);
  }
}

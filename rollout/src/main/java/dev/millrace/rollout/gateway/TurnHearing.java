package dev.millrace.rollout.gateway;

import dev.millrace.rollout.gateway.ask.Answer;
import dev.millrace.rollout.markup.ParsedTurn;
import dev.millrace.rollout.markup.TurnEvent;
import dev.millrace.rollout.markup.TurnReader;
import dev.millrace.rollout.policy.TokenListener;
import dev.millrace.rollout.token.Tokenizer;
import dev.millrace.rollout.trajectory.Message.Assistant;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/// Hears a turn's ids as they are sampled and passes on what they say. For the sampling thread.
///
/// A call that cannot be read goes to the agent too, which must be able to answer it: where its
/// name had been read, as a call with the raw arguments, which the agent's own check refuses; else
/// as text.
final class TurnHearing implements TokenListener {
  private final Answer answer;
  private final TurnReader reader;
  private final IdText text;
  private final CallNames names;
  private final StringBuilder content = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private final Map<Integer, ToolCall> calls = new HashMap<>();
  private final Map<Integer, StringBuilder> arguments = new HashMap<>();
  private int heard;
  private int malformed;

  TurnHearing(Answer answer, TurnReader reader, Tokenizer tokenizer, CallNames names) {
    this.answer = answer;
    this.reader = reader;
    this.text = new IdText(tokenizer);
    this.names = names;
  }

  @Override
  public void onTokens(int[] ids) {
    if (answer.isAbandoned()) {
      throw new CancellationException("the agent is gone");
    }
    heard += ids.length;
    String more = text.accept(ids);
    if (!more.isEmpty()) {
      pass(reader.accept(more));
    }
  }

  @Override
  public boolean mayRestart() {
    return heard == 0;
  }

  /// The turn is over. Hears what the policy did not tell, and ends.
  ParsedTurn end(int[] ids) {
    if (heard < ids.length) {
      onTokens(Arrays.copyOfRange(ids, heard, ids.length));
    }
    String rest = text.end();
    if (!rest.isEmpty()) {
      pass(reader.accept(rest));
    }
    pass(reader.end());
    return reader.turn();
  }

  /// The turn as the agent was given it.
  Assistant given() {
    List<ToolCall> all = calls.keySet().stream().sorted().map(this::call).toList();
    String thought = reasoning.isEmpty() ? null : reasoning.toString();
    return new Assistant(content.toString(), thought, all);
  }

  /// The turn as the model wrote it, its calls under the names that the agent was given.
  Assistant said(Assistant read) {
    List<ToolCall> all = new ArrayList<>();
    for (int i = 0; i < read.toolCalls().size(); i++) {
      ToolCall call = read.toolCalls().get(i);
      ToolCall begun = calls.get(i);
      all.add(begun == null ? call : new ToolCall(begun.id(), call.name(), call.argumentsJson()));
    }
    return new Assistant(read.content(), read.reasoning(), all);
  }

  private ToolCall call(int index) {
    ToolCall begun = Objects.requireNonNull(calls.get(index));
    String written = arguments.getOrDefault(index, new StringBuilder()).toString();
    return new ToolCall(begun.id(), begun.name(), written);
  }

  int malformed() {
    return malformed;
  }

  private void pass(List<TurnEvent> events) {
    List<TurnEvent> passed = new ArrayList<>();
    events.forEach(event -> pass(event, passed));
    answer.add(passed);
  }

  private void pass(TurnEvent event, List<TurnEvent> passed) {
    switch (event) {
      case TurnEvent.Reasoning(String more) -> {
        reasoning.append(more);
        passed.add(event);
      }
      case TurnEvent.Content(String more) -> {
        content.append(more);
        passed.add(event);
      }
      case TurnEvent.CallBegin(int index, String id, String name) -> {
        String unique = names.unique(id);
        calls.put(index, new ToolCall(unique, name, ""));
        passed.add(new TurnEvent.CallBegin(index, unique, name));
      }
      case TurnEvent.CallArguments(int index, String more) -> {
        arguments.computeIfAbsent(index, _ -> new StringBuilder()).append(more);
        passed.add(event);
      }
      case TurnEvent.CallEnd _ -> passed.add(event);
      case TurnEvent.CallMalformed broken -> pass(broken, passed);
    }
  }

  private void pass(TurnEvent.CallMalformed broken, List<TurnEvent> passed) {
    malformed++;
    ToolCall begun = calls.get(broken.index());
    if (begun == null) {
      content.append(broken.raw());
      passed.add(new TurnEvent.Content(broken.raw()));
    } else {
      passed.add(new TurnEvent.CallEnd(broken.index()));
    }
  }
}

package dev.millrace.rollout.gateway;

import dev.millrace.rollout.gateway.SessionState.Change;
import dev.millrace.rollout.gateway.ask.Answer;
import dev.millrace.rollout.markup.ParsedTurn;
import dev.millrace.rollout.markup.TurnEvent;
import dev.millrace.rollout.markup.TurnReader;
import dev.millrace.rollout.policy.TokenListener;
import dev.millrace.rollout.trajectory.Message.Assistant;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// Hears a turn's ids as they are sampled and passes on what they say, as far as the agent wants
/// it. For the sampling thread.
///
/// A call that cannot be read goes to the agent too, which must be able to answer it: where its
/// name had been read, as a call with the raw arguments, which the agent's own check refuses; else
/// as text.
final class TurnHearing implements TokenListener {
  private final Answer answer;
  private final TurnReader reader;
  private final SampledText text;
  private final TurnCalls calls;
  private final StringBuilder content = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private int heard;
  private int malformed;

  TurnHearing(Answer answer, TurnReader reader, SampledText text, TurnCalls calls) {
    this.answer = answer;
    this.reader = reader;
    this.text = text;
    this.calls = calls;
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
    String thought = reasoning.isEmpty() ? null : reasoning.toString();
    return new Assistant(content.toString(), thought, calls.given());
  }

  /// The turn as the model wrote it, its calls under the names that the agent was given.
  Assistant said(Assistant read) {
    return new Assistant(read.content(), read.reasoning(), calls.named(read.toolCalls()));
  }

  /// How what the agent is given differs from what the model wrote.
  Change change() {
    return new Change(malformed, calls.withheld(), stopSequence() != null);
  }

  /// The agent's stop sequence that the turn came to, or null.
  @Nullable String stopSequence() {
    return text.stopSequence();
  }

  boolean hasCalls() {
    return !calls.given().isEmpty();
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
        ToolCall given = calls.begin(index, id, name);
        if (given != null) {
          passed.add(new TurnEvent.CallBegin(index, given.id(), name));
        }
      }
      case TurnEvent.CallArguments(int index, String more) -> {
        calls.argument(index, more);
        passGiven(index, event, passed);
      }
      case TurnEvent.CallEnd(int index) -> passGiven(index, event, passed);
      case TurnEvent.CallMalformed broken -> pass(broken, passed);
    }
  }

  private void passGiven(int index, TurnEvent event, List<TurnEvent> passed) {
    if (calls.isGiven(index)) {
      passed.add(event);
    }
  }

  private void pass(TurnEvent.CallMalformed broken, List<TurnEvent> passed) {
    malformed++;
    if (calls.isBegun(broken.index())) {
      passGiven(broken.index(), new TurnEvent.CallEnd(broken.index()), passed);
    } else {
      content.append(broken.raw());
      passed.add(new TurnEvent.Content(broken.raw()));
    }
  }
}

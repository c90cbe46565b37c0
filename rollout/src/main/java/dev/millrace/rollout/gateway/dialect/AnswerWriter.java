package dev.millrace.rollout.gateway.dialect;

import dev.millrace.rollout.gateway.ask.Finished;
import dev.millrace.rollout.gateway.ask.Problem;
import dev.millrace.rollout.markup.TurnEvent;

/// Writes one answer: either [#whole], or as server-sent events [#begin], [#hear] for each event,
/// then [#end] or [#fail]. For one thread.
public interface AnswerWriter {
  byte[] whole(Finished turn);

  String begin();

  String hear(TurnEvent event);

  /// The last events. The turn is in the ledger when they leave.
  String end(Finished turn);

  /// Ends the stream with an error.
  String fail(Problem problem);

  /// Says that the stream lives.
  String keepAlive();

  /// Says so in data: an event that changes nothing.
  String pulse();
}

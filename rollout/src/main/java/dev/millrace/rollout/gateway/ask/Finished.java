package dev.millrace.rollout.gateway.ask;

import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.Message;
import java.util.List;

/// A whole turn, as it is given to the agent. It is in the ledger.
///
/// @param message its text, reasoning and calls; a call without a readable name is in the text
/// @param promptTokens ids that were sent
/// @param sampledTokens ids that came back
/// @param logprobs of the sampled ids; empty where the engine reported none
public record Finished(
    Message.Assistant message,
    FinishReason finish,
    int promptTokens,
    int sampledTokens,
    List<TokenLogprob> logprobs) {
  /// @param logprob natural log; NaN where it was not reported
  public record TokenLogprob(String token, float logprob) {}

  public Finished {
    logprobs = List.copyOf(logprobs);
  }
}

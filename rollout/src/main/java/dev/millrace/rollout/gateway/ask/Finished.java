package dev.millrace.rollout.gateway.ask;

import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A whole turn, as it is given to the agent. It is in the ledger.
///
/// @param message its text, reasoning and calls; a call without a readable name is in the text
/// @param stopSequence of the agent that the turn came to, or null; the text ends before it
/// @param promptTokens ids that were sent
/// @param cachedTokens those of them that the engine says it had computed before
/// @param sampledTokens ids that came back
/// @param logprobs of the sampled ids; empty where the engine reported none
public record Finished(
    Message.Assistant message,
    FinishReason finish,
    @Nullable String stopSequence,
    int promptTokens,
    int cachedTokens,
    int sampledTokens,
    List<TokenLogprob> logprobs) {
  /// @param logprob natural log; NaN where it was not reported
  public record TokenLogprob(String token, float logprob) {}

  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public Finished(
      Message.Assistant message,
      FinishReason finish,
      @Nullable String stopSequence,
      int promptTokens,
      int cachedTokens,
      int sampledTokens,
      List<TokenLogprob> logprobs) {
    this.message = message;
    this.finish = finish;
    this.stopSequence = stopSequence;
    this.promptTokens = promptTokens;
    this.cachedTokens = cachedTokens;
    this.sampledTokens = sampledTokens;
    this.logprobs = List.copyOf(logprobs);
  }

  /// Whether the turn was cut short by a limit, as far as the agent sees it.
  public boolean isCutShort() {
    return finish == FinishReason.LENGTH && stopSequence == null;
  }
}

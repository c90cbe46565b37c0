package dev.millrace.rollout.policy.protocol;

import dev.millrace.rollout.trajectory.Distribution;
import dev.millrace.rollout.trajectory.Fidelity;
import java.util.Optional;

/// One engine's way of asking and answering. Holds no connection and no state; any thread.
public interface EngineProtocol {
  EngineKind kind();

  /// The request for a call.
  ///
  /// @throws EngineTrouble when this engine cannot be asked that
  HttpAsk ask(EngineCall call) throws EngineTrouble;

  /// A new reader for the call's answer.
  AnswerReader reader(EngineCall call);

  /// What stops a call besides closing its connection; empty where closing is all there is.
  default Optional<HttpAsk> abort(EngineCall call) {
    return Optional.empty();
  }

  /// How many ids to ask for at most in one request; the turn goes on in the next one. Engines
  /// whose streams are whole get all at once.
  default int slice(EngineCall call) {
    return call.maxTokens();
  }

  /// How answers are asked for: as a stream, unless streams lose ids.
  default EngineCall.Delivery delivery() {
    return EngineCall.Delivery.STREAM;
  }

  /// What its logprobs are under these settings, as far as its documentation says: nothing where a
  /// server's own options decide, which only a probe can tell.
  default LogprobScope scope(Sampling sampling, Distribution distribution) {
    return LogprobScope.UNKNOWN;
  }

  /// Whether it can be held to a constraint.
  default boolean constrains() {
    return true;
  }

  /// Whether ids come from the engine.
  default Fidelity fidelity() {
    return Fidelity.TOKEN_EXACT;
  }

  /// Whether there are servers of it that name the weights that sampled.
  default boolean namesWeights() {
    return true;
  }

  /// Whether the text that comes with ids spells all of them, so that the two can be compared.
  default boolean spellsAllIds() {
    return false;
  }
}

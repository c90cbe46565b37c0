package dev.millrace.rollout.gateway;

import dev.millrace.rollout.token.StreamDecoder;
import dev.millrace.rollout.token.Tokenizer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The text of a turn while its ids come, as far as the agent wants it. For one thread.
final class SampledText {
  private final StreamDecoder decoder;
  private final StopCut cut;

  SampledText(Tokenizer tokenizer, List<String> stops) {
    this.decoder = new StreamDecoder(tokenizer);
    this.cut = new StopCut(stops);
  }

  /// The text that is certain with these ids; may be empty.
  String accept(int[] ids) {
    return cut.accept(decoder.accept(ids));
  }

  /// The turn is over.
  ///
  /// @return what was held back
  String end() {
    return cut.accept(decoder.end()) + cut.end();
  }

  /// The agent's stop sequence that the turn came to, or null.
  @Nullable String stopSequence() {
    return cut.found();
  }
}

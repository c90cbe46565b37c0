package dev.millrace.rollout.policy.engine;

import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.protocol.EngineTrouble.Kind;
import dev.millrace.rollout.token.Tokenizer;
import java.util.function.IntPredicate;

/// The ids that an engine may answer: those that have a text. Any thread.
///
/// @param size in words, for messages
record KnownIds(IntPredicate knows, String size) {
  /// Where no vocabulary is known.
  static final KnownIds ANY = new KnownIds(id -> id >= 0, "ids from 0 on");

  static KnownIds of(Tokenizer tokenizer) {
    return new KnownIds(tokenizer::knows, tokenizer.size() + " ids");
  }

  /// Ids without a gap.
  static KnownIds below(int size) {
    return new KnownIds(id -> id >= 0 && id < size, size + " ids");
  }

  /// @throws EngineTrouble when one of them has no text: it is no sample of this model
  void check(int[] ids) throws EngineTrouble {
    for (int id : ids) {
      if (!knows.test(id)) {
        throw new EngineTrouble(
            Kind.UNUSABLE,
            "the engine answered the id "
                + id
                + ", which the tokenizer cannot decode; its vocabulary has "
                + size
                + ". Is policy.tokenizer that of the served model?");
      }
    }
  }
}

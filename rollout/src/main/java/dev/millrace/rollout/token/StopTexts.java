package dev.millrace.rollout.token;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The texts that end a turn. Immutable.
record StopTexts(Set<String> texts) {
  /// What model families end turns with, role tokens of those that have no end token included.
  static final List<String> KNOWN =
      List.of(
          "<|im_end|>",
          "<|endoftext|>",
          "<|eot_id|>",
          "<|eom_id|>",
          "<|eot|>",
          "<|eom|>",
          "<|end|>",
          "<|return|>",
          "<|call|>",
          "<|user|>",
          "<|observation|>",
          "<|END_OF_TURN_TOKEN|>",
          "<|eot_token|>",
          "<｜end▁of▁sentence｜>",
          "<end_of_turn>",
          "<turn|>",
          "[e~[",
          "</s>",
          "<eos>");

  StopTexts {
    texts = Set.copyOf(texts);
  }

  /// A stop text with its place in another.
  record Found(String text, int at) {
    int end() {
      return at + text.length();
    }
  }

  /// The first of them there.
  @Nullable Found first(String text, int from) {
    Found first = null;
    for (String stop : texts) {
      int at = text.indexOf(stop, from);
      if (at >= 0 && (first == null || at < first.at())) {
        first = new Found(stop, at);
      }
    }
    return first;
  }

  /// The one that a sampled text ends with.
  @Nullable String ending(String text) {
    String longest = null;
    for (String stop : texts) {
      if (text.endsWith(stop) && (longest == null || stop.length() > longest.length())) {
        longest = stop;
      }
    }
    return longest;
  }

  /// The ids of those that are a single token, and further ones.
  int[] ids(Tokenizer tokenizer, Collection<Integer> further) {
    Set<Integer> ids = new LinkedHashSet<>(further);
    List<String> sorted = new ArrayList<>(texts);
    sorted.sort(null);
    for (String stop : sorted) {
      int[] encoded = tokenizer.encode(stop);
      if (encoded.length == 1) {
        ids.add(encoded[0]);
      }
    }
    return Arrays.stream(ids.toArray(new Integer[0])).mapToInt(Integer::intValue).toArray();
  }
}

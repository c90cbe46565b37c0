package dev.millrace.rewards.integrity.secret;

import java.util.HashMap;
import java.util.Map;

/// Shannon's measure of how evenly a text uses its characters.
final class Entropy {
  private Entropy() {}

  /// In bits a character; 0 for an empty text.
  static double of(String text) {
    Map<Integer, Integer> counts = new HashMap<>();
    text.codePoints().forEach(c -> counts.merge(c, 1, Integer::sum));
    double total = text.codePointCount(0, text.length());
    double bits = 0;
    for (int count : counts.values()) {
      double share = count / total;
      bits -= share * Math.log(share) / Math.log(2);
    }
    return bits;
  }
}

package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Function.Arguments;
import org.jspecify.annotations.Nullable;

/// The part of a text that a method looks at when it is told where to begin and end.
///
/// @param before how many characters stand before it
record TextPart(String text, int before) {
  /// What the second and third arguments say, or null where the part would begin after the end.
  static @Nullable TextPart of(String text, Arguments a) {
    if (a.size() < 2) {
      return new TextPart(text, 0);
    }
    a.run().room(text.length(), a.at());
    int size = text.codePointCount(0, text.length());
    int start = place(a.get(1, "start", null), 0, size, a);
    int end = Math.min(size, place(a.get(2, "end", null), size, size, a));
    if (start > size || start > end) {
      return null;
    }
    int from = text.offsetByCodePoints(0, start);
    return new TextPart(text.substring(from, text.offsetByCodePoints(from, end - start)), start);
  }

  private static int place(@Nullable Object given, int otherwise, int size, Arguments a) {
    if (given == null) {
      return otherwise;
    }
    int place = Numbers.toInt(given, a.at());
    return place < 0 ? Math.max(0, place + size) : place;
  }
}

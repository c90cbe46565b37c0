package dev.millrace.rollout.template;

import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Cutting off at both ends, as Python's `str.strip` does.
final class Trims {
  private Trims() {}

  /// What Python takes for white space.
  static boolean isSpace(int c) {
    return (c >= 0x09 && c <= 0x0d)
        || (c >= 0x1c && c <= 0x20)
        || c == 0x85
        || c == 0xa0
        || Character.isSpaceChar(c);
  }

  private static IntPredicate test(@Nullable String characters) {
    return characters == null ? Trims::isSpace : c -> characters.indexOf(c) >= 0;
  }

  /// @param characters which to cut off, or null for white space
  static String both(String text, @Nullable String characters) {
    return left(right(text, characters), characters);
  }

  static String left(String text, @Nullable String characters) {
    IntPredicate cut = test(characters);
    int at = 0;
    while (at < text.length() && cut.test(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    return text.substring(at);
  }

  static String right(String text, @Nullable String characters) {
    IntPredicate cut = test(characters);
    int at = text.length();
    while (at > 0 && cut.test(text.codePointBefore(at))) {
      at -= Character.charCount(text.codePointBefore(at));
    }
    return text.substring(0, at);
  }
}

package dev.millrace.rollout.template;

import java.util.BitSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Cutting off at both ends, as Python's `str.strip` does.
final class Trims {
  private static final int FEW = 16;

  private Trims() {}

  /// What Python takes for white space; all of it is in the basic plane.
  static boolean isSpace(int c) {
    return (c >= 0x09 && c <= 0x0d)
        || (c >= 0x1c && c <= 0x20)
        || c == 0x85
        || c == 0xa0
        || Character.isSpaceChar(c);
  }

  private static IntPredicate test(@Nullable String characters) {
    if (characters == null) {
      return Trims::isSpace;
    }
    if (characters.length() <= FEW) {
      return c -> characters.indexOf(c) >= 0;
    }
    BitSet all = new BitSet();
    characters.codePoints().forEach(all::set);
    return all::get;
  }

  /// @param characters which to cut off, or null for white space
  static String both(String text, @Nullable String characters) {
    IntPredicate cut = test(characters);
    int end = end(text, text.length(), cut);
    return text.substring(start(text, 0, end, cut), end);
  }

  static String left(String text, @Nullable String characters) {
    return text.substring(start(text, 0, text.length(), test(characters)));
  }

  static String right(String text, @Nullable String characters) {
    return text.substring(0, end(text, text.length(), test(characters)));
  }

  /// Where the white space ends that begins here.
  static int start(String text, int from) {
    return start(text, from, text.length(), Trims::isSpace);
  }

  /// Where the white space begins that ends here.
  static int end(String text, int to) {
    return end(text, to, Trims::isSpace);
  }

  private static int start(String text, int from, int to, IntPredicate cut) {
    int at = from;
    while (at < to && cut.test(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    return at;
  }

  private static int end(String text, int to, IntPredicate cut) {
    int at = to;
    while (at > 0 && cut.test(text.codePointBefore(at))) {
      at -= Character.charCount(text.codePointBefore(at));
    }
    return at;
  }
}

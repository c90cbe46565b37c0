package dev.millrace.rollout.template;

import java.util.Locale;

/// Upper and lower case, as Python's `str` sees them.
final class TextCase {
  private TextCase() {}

  static String capitalize(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int end = text.offsetByCodePoints(0, 1);
    return Character.toString(Character.toTitleCase(text.codePointAt(0)))
        + text.substring(end).toLowerCase(Locale.ROOT);
  }

  /// `str.title`: a capital after everything that is no letter.
  static String title(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean inside = false;
    for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      out.appendCodePoint(inside ? Character.toLowerCase(c) : Character.toTitleCase(c));
      inside = Character.isLetter(c);
    }
    return out.toString();
  }

  static String swap(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            c ->
                out.appendCodePoint(
                    Character.isUpperCase(c)
                        ? Character.toLowerCase(c)
                        : Character.toUpperCase(c)));
    return out.toString();
  }

  static boolean isUpper(String text) {
    return text.codePoints().anyMatch(Character::isUpperCase)
        && text.codePoints().noneMatch(Character::isLowerCase);
  }

  static boolean isLower(String text) {
    return text.codePoints().anyMatch(Character::isLowerCase)
        && text.codePoints().noneMatch(Character::isUpperCase);
  }

  static boolean isTitle(String text) {
    return text.codePoints().anyMatch(Character::isLetter) && title(text).equals(text);
  }
}

package dev.millrace.rollout.template;

import java.util.Locale;

/// Upper and lower case, as Python's `str` sees them.
final class TextCase {
  private TextCase() {}

  /// Numbers that are no decimal digits but stand for one, in pairs of first and last.
  private static final String DIGITS =
      "\u00b2\u00b3\u00b9\u00b9\u1369\u1371\u19da\u19da\u2070\u2070\u2074\u2079\u2080\u2089"
          + "\u2460\u2468\u2474\u247c\u2488\u2490\u24ea\u24ea\u24f5\u24fd\u24ff\u24ff\u2776\u277e"
          + "\u2780\u2788\u278a\u2792";

  static boolean isDigit(int c) {
    for (int i = 0; i < DIGITS.length(); i += 2) {
      if (c >= DIGITS.charAt(i) && c <= DIGITS.charAt(i + 1)) {
        return true;
      }
    }
    return Character.isDigit(c);
  }

  static boolean isNumeric(int c) {
    return switch (Character.getType(c)) {
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
      default -> CHINESE_NUMBERS.indexOf(c) >= 0;
    };
  }

  static boolean isAlphanumeric(int c) {
    return Character.isLetter(c) || isNumeric(c);
  }

  private static final String CHINESE_NUMBERS =
      "\u3405\u3483\u382a\u3b4d\u4e00\u4e03\u4e07\u4e09\u4e5d\u4e8c\u4e94\u4e96\u4ebf\u4ec0\u4edf\u4ee8\u4f0d\u4f70\u5104\u5146\u5169\u516b\u516d\u5341\u5343\u5344\u5345\u534c\u53c1\u53c2"
          + "\u53c3\u53c4\u56db\u58f1\u58f9\u5e7a\u5efe\u5eff\u5f0c\u5f0d\u5f0e\u5f10\u62fe\u634c\u67d2\u6f06\u7396\u767e\u8086\u842c\u8cae\u8cb3\u8d30\u9621\u9646\u964c\u9678\u96f6";

  static String capitalize(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int end = text.offsetByCodePoints(0, 1);
    return titled(text.codePointAt(0)) + text.substring(end).toLowerCase(Locale.ROOT);
  }

  /// The capital of a character, which may be several: of these only the first is one.
  static String titled(int c) {
    String upper = Character.toString(c).toUpperCase(Locale.ROOT);
    if (Character.toTitleCase(c) != c || upper.codePointCount(0, upper.length()) == 1) {
      return Character.toString(Character.toTitleCase(c));
    }
    int second = upper.offsetByCodePoints(0, 1);
    // A first one that is a mark or sign has its letter after it.
    boolean startsWithLetter = Character.isUpperCase(upper.codePointAt(0));
    return startsWithLetter
        ? upper.substring(0, second) + upper.substring(second).toLowerCase(Locale.ROOT)
        : upper;
  }

  /// `str.title`: a capital after everything that is no letter.
  static String title(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean inside = false;
    for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      out.append(inside ? Character.toString(Character.toLowerCase(c)) : titled(c));
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

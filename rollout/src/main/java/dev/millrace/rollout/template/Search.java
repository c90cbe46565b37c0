package dev.millrace.rollout.template;

/// Looking for a part of a text. What is compared is counted, since a long part that nearly fits in
/// many places makes a search take its length times the text's.
final class Search {
  /// Parts up to here cost no more than the way through the text.
  private static final int SHORT = 16;

  private Search() {}

  /// Where a part stands first, or below 0.
  static int first(String text, String part, int from, Function.Arguments a) {
    if (part.length() <= SHORT) {
      int at = text.indexOf(part, from);
      a.run().room(Math.max(0, at < 0 ? text.length() - from : at - from), a.at());
      return at;
    }
    int last = text.length() - part.length();
    char first = part.charAt(0);
    int begin = from;
    for (int at = text.indexOf(first, from);
        at >= 0 && at <= last;
        begin = at + 1, at = text.indexOf(first, begin)) {
      if (matches(text, at, at - begin, part, a)) {
        return at;
      }
    }
    a.run().room(Math.max(0, text.length() - begin), a.at());
    return -1;
  }

  /// Where a part stands last, beginning no later than `from`, or below 0.
  static int last(String text, String part, int from, Function.Arguments a) {
    if (part.length() <= SHORT) {
      int at = text.lastIndexOf(part, from);
      a.run().room(Math.max(0, from - Math.max(0, at)), a.at());
      return at;
    }
    char first = part.charAt(0);
    int begin = Math.min(from, text.length() - part.length());
    for (int at = text.lastIndexOf(first, begin);
        at >= 0;
        begin = at - 1, at = text.lastIndexOf(first, begin)) {
      if (matches(text, at, begin - at, part, a)) {
        return at;
      }
    }
    a.run().room(Math.max(0, begin), a.at());
    return -1;
  }

  private static boolean matches(
      String text, int at, int skipped, String part, Function.Arguments a) {
    int same = 1;
    while (same < part.length() && text.charAt(at + same) == part.charAt(same)) {
      same++;
    }
    a.run().room(skipped + same, a.at());
    return same == part.length();
  }
}

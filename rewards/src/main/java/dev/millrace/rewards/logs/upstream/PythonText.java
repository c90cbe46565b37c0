package dev.millrace.rewards.logs.upstream;

import java.util.ArrayList;
import java.util.List;

/// Strings as Python cuts them: its white space is not Java's.
final class PythonText {
  private PythonText() {}

  /// `text.split()`.
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int start = -1;
    for (int at = 0; at < text.length(); at++) {
      if (isSpace(text.charAt(at))) {
        if (start >= 0) {
          words.add(text.substring(start, at));
        }
        start = -1;
      } else if (start < 0) {
        start = at;
      }
    }
    if (start >= 0) {
      words.add(text.substring(start));
    }
    return words;
  }

  /// `text.strip()`.
  static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /// `text.split("\n")`.
  static List<String> lines(String text) {
    return List.of(text.split("\n", -1));
  }

  static boolean isSpace(char c) {
    return (c >= '\t' && c <= '\r')
        || (c >= 0x1c && c <= ' ')
        || c == 0x85
        || c == 0xa0
        || c == 0x1680
        || (c >= 0x2000 && c <= 0x200a)
        || c == 0x2028
        || c == 0x2029
        || c == 0x202f
        || c == 0x205f
        || c == 0x3000;
  }
}

package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Function.Arguments;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Cutting a text into parts, as Python's `str` does.
final class Splits {
  private static final String LINE_ENDS = "\n\r\u000b\f\u001c\u001d\u001e\u0085\u2028\u2029";

  private Splits() {}

  static List<String> split(String text, Arguments a) {
    Object separator = a.get(0, "sep", null);
    int most = most(a);
    if (separator == null) {
      return words(text, most, a);
    }
    String by = separator(separator, a);
    List<String> parts = new ArrayList<>();
    int at = 0;
    while (parts.size() < most) {
      int next = Search.first(text, by, at, a);
      if (next < 0) {
        break;
      }
      add(parts, text, at, next, a);
      at = next + by.length();
    }
    add(parts, text, at, text.length(), a);
    return parts;
  }

  /// Parts are counted as they are made: there may be many more than there is memory for.
  private static void add(List<String> parts, String text, int start, int end, Arguments a) {
    parts.add(a.run().made(text.substring(start, end), a.at()));
  }

  static List<String> rsplit(String text, Arguments a) {
    Object separator = a.get(0, "sep", null);
    int most = most(a);
    List<String> parts = new ArrayList<>();
    if (separator == null) {
      lastWords(parts, text, most, a);
    } else {
      String by = separator(separator, a);
      int end = text.length();
      while (parts.size() < most && end >= by.length()) {
        int next = Search.last(text, by, end - by.length(), a);
        if (next < 0) {
          break;
        }
        add(parts, text, next + by.length(), end, a);
        end = next;
      }
      add(parts, text, 0, end, a);
    }
    Collections.reverse(parts);
    return parts;
  }

  private static int most(Arguments a) {
    int most = a.count(1, "maxsplit", -1);
    return most < 0 ? Integer.MAX_VALUE : most;
  }

  private static String separator(Object given, Arguments a) {
    String by = PyText.asString(given, a.at());
    if (by.isEmpty()) {
      throw a.at().error("the separator is empty");
    }
    return by;
  }

  private static List<String> words(String text, int most, Arguments a) {
    a.run().room(text.length(), a.at());
    List<String> parts = new ArrayList<>();
    int at = Trims.start(text, 0);
    while (at < text.length()) {
      int end = at;
      while (end < text.length() && (parts.size() == most || !Trims.isSpace(text.charAt(end)))) {
        end++;
      }
      add(parts, text, at, end, a);
      at = Trims.start(text, end);
    }
    return parts;
  }

  private static void lastWords(List<String> parts, String text, int most, Arguments a) {
    a.run().room(text.length(), a.at());
    int end = Trims.end(text, text.length());
    while (end > 0) {
      int at = parts.size() == most ? Trims.start(text, 0) : end;
      while (parts.size() < most && at > 0 && !Trims.isSpace(text.charAt(at - 1))) {
        at--;
      }
      boolean isLast = parts.size() == most;
      add(parts, text, at, end, a);
      end = isLast ? 0 : Trims.end(text, at);
    }
  }

  static List<String> lines(String text, boolean keepsEnds, Arguments a) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    int at = 0;
    while (at < text.length()) {
      if (LINE_ENDS.indexOf(text.charAt(at)) < 0) {
        at++;
        continue;
      }
      int end = text.startsWith("\r\n", at) ? at + 2 : at + 1;
      add(lines, text, start, keepsEnds ? end : at, a);
      start = end;
      at = end;
    }
    if (start < text.length()) {
      add(lines, text, start, text.length(), a);
    }
    return lines;
  }

  static Tuple partition(String text, Arguments a, boolean last) {
    String by = separator(a.text(0, "sep"), a);
    int at = last ? Search.last(text, by, text.length(), a) : Search.first(text, by, 0, a);
    if (at < 0) {
      return last ? Tuple.of("", "", text) : Tuple.of(text, "", "");
    }
    a.run().room(text.length(), a.at());
    return Tuple.of(text.substring(0, at), by, text.substring(at + by.length()));
  }
}

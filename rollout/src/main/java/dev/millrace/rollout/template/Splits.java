package dev.millrace.rollout.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Cutting a text into parts, as Python's `str` does.
final class Splits {
  private static final String LINE_ENDS = "\n\r\u000b\f\u001c\u001d\u001e\u0085\u2028\u2029";

  private Splits() {}

  static List<String> split(String text, Function.Arguments arguments) {
    Object separator = arguments.get(0, "sep", null);
    int most = most(arguments);
    if (separator == null) {
      return words(text, most);
    }
    String by = separator(separator, arguments);
    List<String> parts = new ArrayList<>();
    int at = 0;
    for (int next = text.indexOf(by);
        next >= 0 && parts.size() < most;
        next = text.indexOf(by, at)) {
      parts.add(text.substring(at, next));
      at = next + by.length();
    }
    parts.add(text.substring(at));
    return parts;
  }

  static List<String> rsplit(String text, Function.Arguments arguments) {
    Object separator = arguments.get(0, "sep", null);
    int most = most(arguments);
    List<String> parts = new ArrayList<>();
    if (separator == null) {
      String rest = Trims.right(text, null);
      while (parts.size() < most && !rest.isEmpty()) {
        int at = rest.length();
        while (at > 0 && !Trims.isSpace(rest.codePointBefore(at))) {
          at--;
        }
        parts.add(rest.substring(at));
        rest = Trims.right(rest.substring(0, at), null);
      }
      if (!rest.isEmpty()) {
        parts.add(Trims.left(rest, null));
      }
    } else {
      String by = separator(separator, arguments);
      int end = text.length();
      for (int next = text.lastIndexOf(by);
          next >= 0 && parts.size() < most;
          next = end < by.length() ? -1 : text.lastIndexOf(by, end - by.length())) {
        parts.add(text.substring(next + by.length(), end));
        end = next;
      }
      parts.add(text.substring(0, end));
    }
    Collections.reverse(parts);
    return parts;
  }

  private static int most(Function.Arguments arguments) {
    int most = arguments.count(1, "maxsplit", -1);
    return most < 0 ? Integer.MAX_VALUE : most;
  }

  private static String separator(Object given, Function.Arguments arguments) {
    String by = PyText.asString(given, arguments.at());
    if (by.isEmpty()) {
      throw arguments.at().error("the separator is empty");
    }
    return by;
  }

  private static List<String> words(String text, int most) {
    List<String> parts = new ArrayList<>();
    String rest = Trims.left(text, null);
    while (!rest.isEmpty()) {
      if (parts.size() == most) {
        parts.add(rest);
        return parts;
      }
      int at = 0;
      while (at < rest.length() && !Trims.isSpace(rest.codePointAt(at))) {
        at++;
      }
      parts.add(rest.substring(0, at));
      rest = Trims.left(rest.substring(at), null);
    }
    return parts;
  }

  static List<String> lines(String text, boolean keepsEnds) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    int at = 0;
    while (at < text.length()) {
      if (LINE_ENDS.indexOf(text.charAt(at)) < 0) {
        at++;
        continue;
      }
      int end = text.startsWith("\r\n", at) ? at + 2 : at + 1;
      lines.add(text.substring(start, keepsEnds ? end : at));
      start = end;
      at = end;
    }
    if (start < text.length()) {
      lines.add(text.substring(start));
    }
    return lines;
  }

  static Tuple partition(String text, String by, boolean last) {
    int at = last ? text.lastIndexOf(by) : text.indexOf(by);
    if (at < 0) {
      return last ? Tuple.of("", "", text) : Tuple.of(text, "", "");
    }
    return Tuple.of(text.substring(0, at), by, text.substring(at + by.length()));
  }
}

package dev.millrace.rewards.judge;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Texts cut to a length, with a word on what was left out.
final class Excerpt {
  /// What the note on a cut may take.
  private static final int NOTE = 48;

  private Excerpt() {}

  /// Beginning and end of a text, at most so long.
  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int kept = Math.max(0, most - NOTE);
    int head = edge(text, kept * 2 / 3);
    int tail = edge(text, text.length() - kept / 3);
    return text.substring(0, head)
        + "\n["
        + (tail - head)
        + " characters left out]\n"
        + text.substring(tail);
  }

  /// Not inside a pair of surrogates.
  private static int edge(String text, int at) {
    boolean isInside = at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at));
    return isInside ? at - 1 : at;
  }

  /// The first and, mostly, the last of some texts, at most so long together.
  static String ends(List<String> texts, int most) {
    int room = most - NOTE;
    List<String> first = new ArrayList<>();
    int from = 0;
    for (int used = 0; from < texts.size(); from++) {
      used += texts.get(from).length() + 1;
      if (used > room / 4) {
        break;
      }
      first.add(texts.get(from));
    }
    int left = room - first.stream().mapToInt(text -> text.length() + 1).sum();
    Deque<String> last = new ArrayDeque<>();
    int to = texts.size();
    while (to > from && texts.get(to - 1).length() + 1 <= left) {
      to--;
      left -= texts.get(to).length() + 1;
      last.addFirst(texts.get(to));
    }
    if (to > from) {
      first.add("[" + (to - from) + " entries left out]");
    }
    first.addAll(last);
    return String.join("\n", first);
  }
}

package dev.millrace.rewards.logs.runner;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/// The titles above a line, where what belongs to a title is indented further than it.
final class Outline {
  private static final int DEEPEST = 200;

  private record Title(int indent, String text) {}

  private final Deque<Title> titles = new ArrayDeque<>();

  static int indent(String line) {
    int indent = 0;
    while (indent < line.length() && line.charAt(indent) == ' ') {
      indent++;
    }
    return indent;
  }

  void clear() {
    titles.clear();
  }

  /// What comes next and is indented further belongs to it.
  void enter(int indent, String text) {
    leave(indent);
    if (titles.size() < DEEPEST) {
      titles.push(new Title(indent, text));
    }
  }

  /// The titles above a line of that indent, and the line's own, outermost first.
  List<String> path(int indent, String text) {
    leave(indent);
    List<String> path = new ArrayList<>(List.of(text));
    titles.forEach(title -> path.add(title.text()));
    Collections.reverse(path);
    return path;
  }

  private void leave(int indent) {
    while (!titles.isEmpty() && titles.element().indent() >= indent) {
      titles.pop();
    }
  }
}

package dev.millrace.rewards.judge;

import java.util.List;
import java.util.Optional;

/// How a text file differs from what it was: one hunk from the first line that differs to the last,
/// with some lines around it. Linear in the lengths.
final class LineDiff {
  private static final int AROUND = 3;

  private LineDiff() {}

  /// @param before empty for a new file
  static String of(String path, Optional<String> before, String after) {
    List<String> old = before.map(text -> text.lines().toList()).orElse(List.of());
    List<String> now = after.lines().toList();
    int most = Math.min(old.size(), now.size());
    int head = 0;
    while (head < most && old.get(head).equals(now.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < most - head
        && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
      tail++;
    }
    int from = Math.max(0, head - AROUND);
    int until = Math.min(now.size(), now.size() - tail + AROUND);
    StringBuilder diff = new StringBuilder();
    diff.append("--- ").append(before.isPresent() ? path : "(new)").append('\n');
    diff.append("+++ ").append(path).append('\n');
    diff.append("@@ from line ").append(from + 1).append(" @@\n");
    add(diff, ' ', now.subList(from, head));
    add(diff, '-', old.subList(head, old.size() - tail));
    add(diff, '+', now.subList(head, now.size() - tail));
    add(diff, ' ', now.subList(now.size() - tail, until));
    return diff.toString();
  }

  private static void add(StringBuilder to, char mark, List<String> lines) {
    lines.forEach(line -> to.append(mark).append(line).append('\n'));
  }
}

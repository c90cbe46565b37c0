package dev.millrace.rewards.integrity.origin;

import dev.millrace.rewards.integrity.trace.Paths;
import dev.millrace.rollout.sandbox.DeltaEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The links that an agent left, which lead over one another.
///
/// @param targets as they are written, by absolute paths
record Links(Map<String, String> targets) {
  /// As many as Linux follows.
  private static final int MOST = 40;

  static Links of(List<DeltaEntry> entries) {
    Map<String, String> targets = new HashMap<>();
    for (DeltaEntry entry : entries) {
      if (entry instanceof DeltaEntry.Link(String path, String target)) {
        targets.put("/" + path, target);
      }
    }
    return new Links(targets);
  }

  /// Where a path leads, as far as these links say; `/proc/self/root` is `/`.
  ///
  /// @param path absolute
  String followed(String path) {
    String place = path;
    for (int followed = 0; followed < MOST; followed++) {
      String next = step(place);
      if (next.equals(place)) {
        break;
      }
      place = next;
    }
    return place;
  }

  /// The path with its first link in place of the link's name.
  private String step(String path) {
    for (int end = path.indexOf('/', 1); ; end = path.indexOf('/', end + 1)) {
      String head = end < 0 ? path : path.substring(0, end);
      String rest = end < 0 ? "" : path.substring(end);
      String target = head.equals("/proc/self/root") ? "/" : targets.get(head);
      if (target != null) {
        String place = Paths.resolve(Paths.parent(head), target);
        return Paths.resolve("/", place + rest);
      }
      if (end < 0) {
        return path;
      }
    }
  }
}
